using System.Text.Json;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;

namespace Attestation.Gate.Doctor;

/// <summary>Asks the gate that runs with these settings on this machine, if there is one, how old what it knows is.</summary>
internal sealed class RunningCheck(GateSettings settings, TimeProvider clock)
{
    public async Task<Finding> RunAsync(CancellationToken cancel)
    {
        if (settings.Status.Listen.EndPoint.Port == 0)
            return Finding.Skipped("running", "status.listen names no port to ask at");
        string host = settings.Status.Listen.IsLoopback ? settings.Status.Listen.EndPoint.ToString() : $"127.0.0.1:{settings.Status.Listen.EndPoint.Port}";
        try
        {
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            JsonElement nodes = JsonElement.Parse(await http.GetStringAsync($"http://{host}/nodes", cancel));
            if (nodes.GetProperty("lastContact").GetString() is not { } text)
                return Finding.Fail("running", DoctorReasons.Running, "the gate on this machine has never heard the verifier");
            TimeSpan age = clock.GetUtcNow() - DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
            string found = $"the gate on this machine heard the verifier {Math.Max(0, age.TotalSeconds):0} s ago";
            return age > settings.Verifier.Poll + TimeSpan.FromSeconds(30) ? Finding.Fail("running", DoctorReasons.Running, found) : Finding.Ok("running", found);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or FormatException or InvalidOperationException
            || e is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return Finding.Skipped("running", $"no gate answers at {host}: how old its verdicts are is not known");
        }
    }
}
