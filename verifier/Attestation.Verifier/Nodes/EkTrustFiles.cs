using Attestation.Appraisal.EndorsementKeys;
using Attestation.Formats.Reasons;
using Attestation.Verifier.Configuration;
using Attestation.Verifier.Endorsements;
using Attestation.Verifier.Logging;

namespace Attestation.Verifier.Nodes;

/// <summary>
/// Whom the operator believes about endorsement keys: the folders of <c>--ek-roots</c> and <c>--ek-crls</c> and the file of
/// <c>--ek-allow-list</c>. What cannot be read stops the start; a certificate that can be read and is no authority's is left out and named in
/// the log, since collections of manufacturers hold such and leaving it out trusts less.
/// </summary>
internal static class EkTrustFiles
{
    private static readonly ReasonCode[] LeftOut = [EkReasons.TrustNotCa, EkReasons.TrustSelfSignature];

    /// <exception cref="ServiceFailure">service.ek-roots, service.ek-crls or service.ek-allow-list, with the file and the place in it.</exception>
    public static EkTrust Load(VerifierOptions options, ILogger logger)
    {
        var builder = new EkTrustBuilder();
        foreach ((string name, byte[] content) in TrustFolder.Read(options.EkRoots, ServiceReasons.EkRoots))
            builder.AddCertificates(name, content);
        int read = Refuse(builder, 0, ServiceReasons.EkRoots, logger);
        foreach ((string name, byte[] content) in TrustFolder.Read(options.EkRevocationLists, ServiceReasons.EkRevocationLists))
            builder.AddRevocationLists(name, content);
        read = Refuse(builder, read, ServiceReasons.EkRevocationLists, logger);
        if (options.EkAllowList is { } list)
            builder.AddAllowList(list, ReadFile(list));
        Refuse(builder, read, ServiceReasons.EkAllowList, logger);
        return builder.Build();
    }

    /// <param name="builder">Its refusals are looked at.</param>
    /// <param name="from">How many were looked at before.</param>
    /// <param name="reason">What a refusal means for the start.</param>
    /// <param name="logger">Told of certificates that are left out.</param>
    /// <returns>How many have been looked at.</returns>
    private static int Refuse(EkTrustBuilder builder, int from, ReasonCode reason, ILogger logger)
    {
        foreach (EkTrustRefusal refusal in builder.Refused.Skip(from))
        {
            if (!LeftOut.Contains(refusal.Error.Code))
                throw new ServiceFailure(reason, $"{refusal}: {refusal.Error.Code.Sentence}");
            logger.EkAuthorityLeftOut($"{refusal.Name}{refusal.Error.Path}", refusal.Error.Code.Id);
        }
        return builder.Refused.Count;
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServiceFailure(ServiceReasons.EkAllowList, e.Message, e);
        }
    }
}
