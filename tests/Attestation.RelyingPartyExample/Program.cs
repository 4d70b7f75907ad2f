using Attestation.RelyingParty.Keys;
using Attestation.RelyingParty.Results;

ResultKeys keys = await new VerifierKeys(new HttpClient(), new Uri(args[0]), "verifier-key.json").LoadAsync();
var check = new ResultCheck(keys, new ResultRequirement { MaxAge = TimeSpan.FromMinutes(10) });
WebApplication service = WebApplication.Create();
service.MapGet("/", (HttpRequest request) =>
{
    ResultCheckOutcome result = check.Check(request.Headers["Attestation-Result"].ToString(), DateTimeOffset.UtcNow);
    return result.IsGood ? Results.Text($"welcome, {result.Subject.Name}") : Results.Problem(result.Reason.Id, statusCode: 403);
});
service.Run(args[1]);
