using Attestation.Formats.Ear;
using Attestation.Formats.Reasons;

namespace Attestation.Verifier.Http;

/// <summary>In which form a client wants the result: dialect (query <c>ear</c>) and wrapping (Accept).</summary>
/// <param name="Dialect">The deployed one unless asked otherwise.</param>
/// <param name="MediaType">The session resource with the result as JWT in it, or the bare result.</param>
public sealed record ResultForm(EarDialect Dialect, string MediaType)
{
    private static readonly string[] Offers =
        [MediaTypes.Session, Formats.MediaTypes.EatCwt, Formats.MediaTypes.EarCwt, Formats.MediaTypes.EatJwt, Formats.MediaTypes.EarJwt];

    /// <summary>A CWT (binary) instead of a JWT.</summary>
    public bool IsCwt => MediaType is Formats.MediaTypes.EatCwt or Formats.MediaTypes.EarCwt;

    public static Refusal? Choose(HttpRequest request, out ResultForm form)
    {
        form = new ResultForm(EarDialect.Deployed, MediaTypes.Session);
        if (StrictQuery.Check(request.Query, "ear") is { } wrong)
            return wrong;
        if (!Negotiation.TryChoose(request, Offers, out string mediaType))
            return Negotiation.NotAcceptable(Offers);
        switch (request.Query["ear"].ToString())
        {
            case "" or "veraison":
                form = new ResultForm(EarDialect.Deployed, mediaType);
                return null;
            case "draft":
                form = new ResultForm(EarDialect.Draft, mediaType);
                return null;
            default:
                return new Refusal(400, HttpReasons.Query, "ear is veraison or draft");
        }
    }
}
