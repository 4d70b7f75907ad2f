namespace Attestation.Tpm.Transports.Spi;

/// <summary>A serial peripheral bus with one chip on it: mode 0, most significant bit first, chip select active low.</summary>
public interface ISpiBus : IDisposable
{
    /// <summary>Selects the chip, if it is not, and exchanges bytes in both directions at once.</summary>
    /// <param name="write">1 to 64 bytes.</param>
    /// <param name="read">As many bytes.</param>
    /// <param name="keepSelected">The chip stays selected after the last byte, until a call that does not ask for it.</param>
    /// <exception cref="TisException"><see cref="TisFailure.Bus"/>: the operating system refuses.</exception>
    void Transfer(ReadOnlySpan<byte> write, Span<byte> read, bool keepSelected);
}
