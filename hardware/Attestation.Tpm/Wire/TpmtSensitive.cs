namespace Attestation.Tpm.Wire;

/// <summary>TPMS_SENSITIVE_CREATE, Part 2 clause 11.1.15 (TPM2B_SENSITIVE_CREATE is its sized form).</summary>
/// <param name="UserAuth">authValue of the new object; a secret.</param>
/// <param name="Data">Data to seal, or a key given from outside; empty where the TPM makes the key; a secret.</param>
public sealed record TpmsSensitiveCreate(byte[] UserAuth, byte[] Data) : IWireValue<TpmsSensitiveCreate>
{
    public static TpmsSensitiveCreate Empty { get; } = new([], []);

    public static TpmsSensitiveCreate Read(WireReader reader) => new(reader.Buffer("userAuth", 64), reader.Buffer("data", 2048));

    public void Write(WireWriter writer)
    {
        writer.Buffer(UserAuth);
        writer.Buffer(Data);
    }
}

/// <summary>TPMT_SENSITIVE, Part 2 clause 12.3.2.4. All fields are secrets.</summary>
/// <param name="SensitiveType">Type of the object.</param>
/// <param name="AuthValue">authValue.</param>
/// <param name="SeedValue">Seed of a storage key, or the obfuscation value.</param>
/// <param name="Sensitive">TPMU_SENSITIVE_COMPOSITE: a prime, a scalar, a key or data.</param>
public sealed record TpmtSensitive(TpmAlgId SensitiveType, byte[] AuthValue, byte[] SeedValue, byte[] Sensitive) : IWireValue<TpmtSensitive>
{
    public static TpmtSensitive Read(WireReader reader)
    {
        int start = reader.Position;
        var type = (TpmAlgId)reader.U16("sensitiveType");
        if (type is not (TpmAlgId.Rsa or TpmAlgId.Ecc or TpmAlgId.KeyedHash or TpmAlgId.SymCipher))
            reader.Fail(WireDefect.UnknownSelector, "sensitiveType", start);
        return new TpmtSensitive(type, reader.Buffer("authValue", 64), reader.Buffer("seedValue", 64), reader.Buffer("sensitive"));
    }

    public void Write(WireWriter writer)
    {
        writer.Algorithm(SensitiveType);
        writer.Buffer(AuthValue);
        writer.Buffer(SeedValue);
        writer.Buffer(Sensitive);
    }
}
