using System.Security.Cryptography;
using Attestation.Formats;
using Attestation.Formats.Corim;
using Attestation.Formats.EventLog;
using Attestation.Formats.Keys;
using Attestation.Formats.Pcrs;

namespace Attestation.SystemTests.Verifier.Nodes;

/// <summary>Reference values from a recorded boot, in a CoRIM signed by a key of this test (docs/formats/node-reference-values.md).</summary>
internal sealed class NodeRelease : IDisposable
{
    private readonly SigningKey _key;

    public NodeRelease()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.True(SigningKey.TryParsePkcs8(key.ExportPkcs8PrivateKey(), out _key, out ParseError error), error.ToString());
    }

    /// <summary>For the verifier's folder of CoRIM keys.</summary>
    public string PublicPem => _key.PublicKey.ToPem();

    /// <summary>One value for every boot event in SHA-256, every line as it stands, and every file of the IMA list with its path.</summary>
    /// <param name="folder">A folder of tests/vectors/node-boots.</param>
    public byte[] Of(string folder)
    {
        CorimManifest manifest = new()
        {
            Id = TypedItem.OfText("worker-1.0"),
            Comids = [new Comid
            {
                TagId = TypedItem.OfText("worker-1.0/comid"),
                References = [new ValueTriple(new CorimEnvironment { Vendor = "Example", Model = "Worker" }, [.. Boot(folder), .. Files(folder)])],
            }],
        };
        return SignedCorimWriter.Sign(manifest, _key, "Example releases", null);
    }

    public void Dispose() => _key.Dispose();

    private static IEnumerable<CorimMeasurement> Boot(string folder)
    {
        Assert.True(BootEventLog.TryParse(File.ReadAllBytes(Path.Combine(folder, "eventlog.bin")), out BootEventLog log, out ParseError error), error.ToString());
        foreach (BootComponent component in BootComponents.Of(log, PcrBank.Sha256).Where(c => c.Class != BootClass.Fixed))
        {
            Assert.True(log.TryGetEvent(component.Event, out BootEvent boot) && boot.TryGetDigest(PcrBank.Sha256, out ReadOnlyMemory<byte> _));
            boot.TryGetDigest(PcrBank.Sha256, out ReadOnlyMemory<byte> digest);
            bool line = component.Class is BootClass.CommandLine or BootClass.GrubCommand;
            yield return Measurement(component.Class.Name(), line ? component.Text : component.Name, line ? default(ReadOnlyMemory<byte>?) : digest);
        }
    }

    /// <summary>The kernel's own text of the list: <c>10 HASH ima-sig sha256:DIGEST PATH</c>; boot_aggregate belongs to the boot.</summary>
    private static IEnumerable<CorimMeasurement> Files(string folder) => File.ReadLines(Path.Combine(folder, "ima.ascii"))
        .Select(line => line.Split(' '))
        .Where(fields => fields[4] != "boot_aggregate")
        .Select(fields => (Path: fields[4], Digest: fields[3].Split(':')[1]))
        .Distinct()
        .Select(file => Measurement("ima", file.Path, Convert.FromHexString(file.Digest)));

    private static CorimMeasurement Measurement(string key, string? name, ReadOnlyMemory<byte>? digest) => new(TypedItem.OfText(key), new MeasurementValues
    {
        Name = string.IsNullOrEmpty(name) ? null : name,
        Digests = digest is { } bytes ? [new CorimDigest(CorimDigest.Sha256, bytes)] : [],
    }, []);
}
