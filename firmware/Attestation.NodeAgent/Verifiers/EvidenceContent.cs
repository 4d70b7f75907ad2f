using System.Net;
using System.Net.Http.Headers;
using Attestation.NodeAgent.Evidence;

namespace Attestation.NodeAgent.Verifiers;

/// <summary>Evidence as the body of a request, written piece by piece: up to 68 MiB that are held once.</summary>
internal sealed class EvidenceContent : HttpContent
{
    private readonly NodeEvidenceDocument evidence;

    public EvidenceContent(NodeEvidenceDocument evidence)
    {
        this.evidence = evidence;
        Headers.ContentType = new MediaTypeHeaderValue(EvidenceFormat.MediaType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => evidence.WriteToAsync(stream);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellation) =>
        evidence.WriteToAsync(stream, cancellation);

    protected override bool TryComputeLength(out long length)
    {
        length = evidence.Length;
        return true;
    }
}
