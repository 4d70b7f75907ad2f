using System.Diagnostics;

namespace Attestation.SystemTests.Tokens;

/// <summary>docs/factory.md, "Keys in a token", as it stands there, with SoftHSM.</summary>
public sealed class TokenCommandTests
{
    private const string Preparation = """
        set -euo pipefail
        export SOFTHSM2_CONF=$PWD/softhsm2.conf
        printf 'directories.tokendir = %s/tokens\nobjectstore.backend = file\n' "$PWD" > softhsm2.conf
        mkdir tokens && printf '1234\n' > pin && printf '4321\n' > wrong && echo application > app.bin
        softhsm2-util --init-token --free --label station --so-pin 87654321 --pin 1234
        for key in root:01 corim:02; do
            pkcs11-tool --module "$MODULE" --token-label station --login --pin 1234 --keypairgen --key-type EC:prime256v1 --label "${key%:*}" --id "${key#*:}"
        done
        m="module-path=$MODULE&pin-source=file:$PWD/pin"
        root="pkcs11:token=station;object=root?$m" corim="pkcs11:token=station;object=corim?$m"
        class=(--vendor "Example Devices" --model edge-1)

        """;

    [SoftHsmFact]
    public async Task ACaInATokenProvisionsAndReleases() => await Run("""
        $FACTORY ca new --out ca --name "Example Devices" --key "$root" --corim-key "$corim"
        $FACTORY key new --out firmware.pem
        $FACTORY provision --ca ca --device-id unit-0001 "${class[@]}" --out unit
        $FACTORY release app.bin "${class[@]}" --version 1 --svn 1 --key "$corim" --firmware-key firmware.pem --out release.corim
        openssl verify -ignore_critical -CAfile ca/ca.crt.pem unit/uds.crt.pem
        $ATTEST corim verify release.corim --key ca/corim.pub.pem
        ! ls ca/*.key.pem
        """);

    [SoftHsmFact]
    public async Task RefusalsAreToldWithReasonAndRemedy() => await Run("""
        refused() { local reason=$1; shift; set +e; text=$("$@" 2>&1 < /dev/null); code=$?; set -e; echo "$text"; [ $code = 2 ] && grep -q "$reason" <<< "$text" && ! grep -q "   at " <<< "$text"; }
        refused factory.token-pin-wrong $FACTORY ca new --out ca --name X --key "${root%pin}wrong" --corim-key "$corim"
        refused factory.token-pin-missing $FACTORY ca new --out ca --name X --key "${root%&*}" --corim-key "$corim"
        refused factory.token-uri $FACTORY ca new --out ca --name X --key "$root" --corim-key "$root"
        refused "go together" $FACTORY ca new --out ca --name X --key "$root"
        [ ! -e ca ]
        """);

    private static async Task Run(string script)
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo("bash", ["-c", Preparation + script]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.Path };
        start.Environment["MODULE"] = SoftHsmFactAttribute.Module;
        start.Environment["FACTORY"] = CommandRun.Local("attest-factory");
        start.Environment["ATTEST"] = CommandRun.Local("attest");
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await output + error);
    }
}

/// <summary>A fact about a real PKCS #11 module. Skipped, by name, where there is none; test.sh installs it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SoftHsmFactAttribute : FactAttribute
{
    public static readonly string? Module = Array.Find(["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so"], File.Exists);

    public SoftHsmFactAttribute()
    {
        if (Module is null)
            Skip = "needs SoftHSM and OpenSC: apt-get install softhsm2 opensc";
    }
}
