using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Attestation.Device.Verifiers;

namespace Attestation.Device.Board.Http;

/// <summary>HTTP and HTTPS on the interpreter's sockets and TLS. A connection for each request: a board asks its verifier a few times a day.</summary>
/// <remarks>Plain HTTP is for the bench: a result is signed, but its nonce came over the same line, so who stands between can play an old session and its
/// result again, or another board's.</remarks>
public sealed class HttpExchange : IHttpExchange
{
    private readonly string _address;
    private readonly X509Certificate _authority;

    /// <param name="address">Scheme, host and port: <c>https://verifier.example:8443</c>. No slash at the end.</param>
    /// <param name="authority">Issued the verifier's TLS certificate; null with http only.</param>
    public HttpExchange(string address, X509Certificate authority)
    {
        _address = address;
        _authority = authority;
    }

    /// <summary>Milliseconds for a whole request.</summary>
    public int Timeout { get; set; } = 30000;

    public bool TryPost(string path, string contentType, byte[] body, string accept, int largest, out HttpAnswer answer)
    {
        answer = null;
        try
        {
            using (HttpWebRequest request = (HttpWebRequest)WebRequest.Create(_address + path))
            {
                Prepare(request, contentType, body, accept);
                using (HttpWebResponse response = (HttpWebResponse)request.GetResponse())
                    answer = Read(response, largest);
            }
        }
        catch (Exception)
        {
            answer = null; // sockets, name resolution, TLS, or no memory: nothing came that counts
        }

        return answer != null;
    }

    private void Prepare(HttpWebRequest request, string contentType, byte[] body, string accept)
    {
        request.Method = "POST";
        request.KeepAlive = false;
        request.Timeout = Timeout;
        request.ReadWriteTimeout = Timeout;
        request.Accept = accept;
        request.HttpsAuthentCert = _authority;
        request.SslVerification = SslVerification.CertificateRequired; // the default asks for none
        request.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        if (contentType != null)
            request.ContentType = contentType;
        request.ContentLength = (uint)body.Length;
        if (body.Length == 0)
            return;
        using (Stream stream = request.GetRequestStream())
            stream.Write(body, 0, body.Length);
    }

    /// <summary>Null for a body that is longer than wanted, or that ends early.</summary>
    private static HttpAnswer Read(HttpWebResponse response, int largest)
    {
        byte[] buffer = new byte[largest];
        int length = 0;
        using (Stream stream = response.GetResponseStream())
        {
            for (int read = 1; read > 0 && length < largest; length += read > 0 ? read : 0)
                read = stream.Read(buffer, length, largest - length);
        }

        long stated = response.ContentLength;
        if (length == largest || (stated >= 0 && stated != (uint)length))
            return null;
        byte[] body = new byte[length];
        Array.Copy(buffer, 0, body, 0, length);
        return new HttpAnswer((int)response.StatusCode, response.Headers["Location"], body);
    }
}
