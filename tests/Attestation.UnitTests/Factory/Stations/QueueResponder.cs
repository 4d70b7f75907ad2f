using System.Globalization;
using System.Text.Json.Nodes;
using Attestation.Dice;
using Attestation.Factory;
using Attestation.Factory.Stations;

namespace Attestation.UnitTests.Factory.Stations;

/// <summary>The other side of a directory queue, written from docs/formats/device-queue.md alone: what a programmer's script does for its devices.</summary>
internal sealed class QueueResponder(string queue) : IAsyncDisposable
{
    private readonly Dictionary<string, IFactoryDevice> _devices = [];
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _gate = new();
    private Task _serving = Task.CompletedTask;

    /// <summary>Requests that were answered, by command.</summary>
    public List<string> Commands { get; } = [];

    /// <summary>Told the device and the command of every answer: before the device does it, after it did it, after the answer is there.</summary>
    public Action<string, string, AnswerMoment> At { get; set; } = (_, _, _) => { };

    /// <summary>From now on answers for a folder that is there, or will be.</summary>
    public void Know(string name, IFactoryDevice device)
    {
        lock (_gate)
            _devices[name] = device;
    }

    public void Present(string name, IFactoryDevice device)
    {
        Know(name, device);
        Directory.CreateDirectory(Path.Combine(queue, "." + name));
        Directory.Move(Path.Combine(queue, "." + name), Path.Combine(queue, name));
    }

    public void NoMore() => File.WriteAllText(Path.Combine(queue, "no-more"), "");

    public QueueResponder Start()
    {
        _serving = Task.Run(ServeAsync);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _serving;
        _ended.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            KeyValuePair<string, IFactoryDevice>[] devices;
            lock (_gate)
                devices = [.. _devices];
            foreach ((string name, IFactoryDevice device) in devices)
            {
                if (Directory.Exists(Path.Combine(queue, "done", name)) && !Directory.Exists(Path.Combine(queue, name)))
                {
                    lock (_gate)
                        _devices.Remove(name);
                    continue;
                }
                await AnswerAsync(name, device);
            }
            await Task.Delay(2);
        }
    }

    private async Task AnswerAsync(string name, IFactoryDevice device)
    {
        string folder = Path.Combine(queue, name);
        try
        {
            foreach (string request in Directory.GetFiles(folder, "request-*.json").Order(StringComparer.Ordinal))
            {
                string answer = request.Replace("request-", "answer-");
                if (File.Exists(answer))
                    continue;
                JsonObject asked = JsonNode.Parse(File.ReadAllText(request))!.AsObject();
                string command = (string)asked["command"]!;
                At(name, command, AnswerMoment.Before);
                JsonObject said = await AnswerAsync(device, command, asked);
                At(name, command, AnswerMoment.Done);
                Commands.Add(command);
                File.WriteAllText(answer + ".part", said.ToJsonString());
                File.Move(answer + ".part", answer);
                At(name, command, AnswerMoment.Answered);
            }
        }
        catch (IOException)
        {
            // withdrawn, or moved to the done ones, while we looked
        }
    }

    private static async Task<JsonObject> AnswerAsync(IFactoryDevice device, string command, JsonObject asked)
    {
        try
        {
            return await DoAsync(device, command, asked);
        }
        catch (FactoryException refusal)
        {
            return new JsonObject { ["refused"] = refusal.Reason.Id, ["detail"] = refusal.Detail };
        }
    }

    private static async Task<JsonObject> DoAsync(IFactoryDevice device, string command, JsonObject asked)
    {
        switch (command)
        {
            case "hello":
                DeviceGreeting hello = await device.HelloAsync(default);
                return new JsonObject
                {
                    ["protocol"] = hello.Protocol,
                    ["board"] = hello.Board,
                    ["state"] = hello.State.ToString().ToLowerInvariant(),
                    ["serial"] = hello.DeviceId,
                    ["firmwareVersion"] = hello.FirmwareVersion,
                    ["svn"] = hello.Svn,
                    ["mode"] = "not-configured",
                    ["algorithms"] = new JsonArray([.. hello.Algorithms.Select(a => JsonValue.Create(a.ToString().ToLowerInvariant()))]),
                };
            case "write-uds":
                await device.WriteUdsAsync(Hex(asked, "uds"), default);
                return [];
            case "write-entropy":
                await device.WriteEntropyAsync(Hex(asked, "entropy"), default);
                return [];
            case "probe":
                var probe = await device.ProbeAsync(Enum.Parse<DiceAlgorithm>((string)asked["algorithm"]!, ignoreCase: true), default);
                return new JsonObject
                {
                    ["algorithm"] = probe.Algorithm.ToString().ToLowerInvariant(),
                    ["udsPublicKey"] = Hex(probe.UdsPublicKey),
                    ["udsId"] = Hex(probe.UdsId),
                    ["cdiPublicKey"] = Hex(probe.CdiPublicKey),
                    ["cdiCertificate"] = Hex(probe.CdiCertificate),
                };
            case "write-identity":
                await device.WriteIdentityAsync(new DeviceIdentityData((string)asked["vendor"]!, (string)asked["model"]!, Hex(asked, "ueid"),
                    asked.ContainsKey("udsCertificate") ? (ReadOnlyMemory<byte>?)Hex(asked, "udsCertificate") : null), default);
                return [];
            case "lock":
                return Locks(await device.LockAsync(default));
            case "read-locks":
                return Locks(await device.ReadLocksAsync(default));
            case "attest":
                return new JsonObject { ["evidence"] = Hex(await device.AttestAsync(Hex(asked, "nonce"), default)) };
            case "restart":
                await device.RestartAsync(default);
                return [];
            default:
                throw new ArgumentException(command.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static JsonObject Locks(LockReport report) => new()
    {
        ["locks"] = new JsonArray([.. report.Locks.Select(l => new JsonObject { ["name"] = l.Name, ["inForce"] = l.InForce })]),
    };

    private static byte[] Hex(JsonObject asked, string member) => Convert.FromHexString((string)asked[member]!);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}

/// <summary>Moments of an answer at which something may happen to the other side.</summary>
internal enum AnswerMoment
{
    Before,
    Done,
    Answered,
}
