using System.Diagnostics.CodeAnalysis;

namespace Attestation.Tpm.Wire;

/// <summary>A structure of TPM 2.0 Part 2: its reader and its writer stand beside each other in the type.</summary>
public interface IWireValue<TSelf>
    where TSelf : class, IWireValue<TSelf>
{
    /// <summary>Reads one value. After a failure the reader is failed and the value returned is meaningless.</summary>
    static abstract TSelf Read(WireReader reader);

    /// <summary>Appends the canonical (and only) encoding.</summary>
    void Write(WireWriter writer);
}

/// <summary>Whole inputs: everything is read or the input is refused.</summary>
public static class WireValue
{
    /// <summary>Reads a value that fills the whole input. Never throws; trailing bytes are refused.</summary>
    public static bool TryParse<T>(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out T? value, out WireError error)
        where T : class, IWireValue<T>
    {
        var reader = new WireReader(bytes);
        T read = T.Read(reader);
        return reader.Finish(read, out value, out error);
    }

    /// <summary>Reads the TPM2B form: a 16-bit size, then a value of exactly that size.</summary>
    public static bool TryParseSized<T>(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out T? value, out WireError error)
        where T : class, IWireValue<T>
    {
        var reader = new WireReader(bytes);
        T read = reader.Sized("size", T.Read);
        return reader.Finish(read, out value, out error);
    }

    /// <summary>The encoding of a value.</summary>
    public static byte[] Encode<T>(T value)
        where T : class, IWireValue<T>
    {
        var writer = new WireWriter();
        value.Write(writer);
        return writer.ToArray();
    }

    /// <summary>The TPM2B encoding of a value.</summary>
    public static byte[] EncodeSized<T>(T value)
        where T : class, IWireValue<T>
    {
        var writer = new WireWriter();
        writer.Sized(value.Write);
        return writer.ToArray();
    }
}
