using Attestation.NodeAgent.Keys;
using Attestation.Tpm.Sessions;

namespace Attestation.SystemTests.Agent;

/// <summary>A machine that loses its power in every boot: its keys stay usable.</summary>
public sealed class PowerCutTests
{
    /// <summary>
    /// A TPM counts a power cut in a boot that used a key with dictionary attack protection as a failed attempt, and locks such keys after a few. The
    /// attestation key has an empty authValue that nobody guesses, so it must not be one of them.
    /// </summary>
    [Theory]
    [InlineData("persistent key", true, null)]
    [InlineData("key loaded under a low-range endorsement key", false, "L-2")]
    [InlineData("key loaded under a high-range endorsement key", false, "H-3")]
    public async Task APowerCutInEveryBootDoesNotLockTheKey(string what, bool persistent, string? template)
    {
        var options = new EndorsementOptions { Template = template };
        byte[]? name = null;
        await using NodeMachine machine = await NodeMachine.StartAsync();
        for (int boot = 0; boot < 12; boot++)
        {
            await using (TpmConnection tpm = await machine.OpenAsync())
            {
                await using LoadedKey key = await machine.KeyStore(tpm, AttestationKeyKind.P256, persistent ? HandleRange.Default : null, options).OpenAsync();
                Assert.True((name ??= key.Name).AsSpan().SequenceEqual(key.Name), what);
                await QuoteMaker.QuoteAsync(tpm, key, [1], PcrChoice.Parse("sha256:10"));
            }
            await machine.Tpm.ResetAsync(); // no TPM2_Shutdown before
        }
    }
}
