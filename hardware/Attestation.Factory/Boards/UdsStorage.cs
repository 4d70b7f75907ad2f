namespace Attestation.Factory.Boards;

/// <summary>Where the unique device secret is, and what closes the way to it once it was read.</summary>
/// <param name="Place">Kind of place.</param>
/// <param name="Location">Which block, page, index or file.</param>
/// <param name="Schemes">Provisioning schemes of Open Profile for DICE that fit: 1 writes the UDS, 2 and 3 write the factory's entropy.</param>
/// <param name="Latch">How strong the latch is.</param>
/// <param name="LatchedBy">What closes it, until when.</param>
public sealed record UdsStorage(UdsPlace Place, string Location, IReadOnlyList<int> Schemes, UdsLatch Latch, string LatchedBy)
{
    internal static UdsStorage Read(BoardNode node)
    {
        var uds = new UdsStorage(node.Choice<UdsPlace>("place"), node.Text("location"), node.Numbers("schemes", 1, 3), node.Choice<UdsLatch>("latch"), node.Text("latched-by"));
        node.Done();
        return uds;
    }
}

public enum UdsPlace
{
    EfuseKeyBlock,
    RdpFlash,
    OtpPage,
    SecureElement,
    TpmNv,
    TpmHmacKey,

    /// <summary>A plain file: for development only.</summary>
    DevelopmentFile,
}

public enum UdsLatch
{
    /// <summary>Nothing: whatever runs later reads the UDS again.</summary>
    None,

    /// <summary>Native code of the interpreter's build refuses until the next reset; as strong as that code.</summary>
    Software,

    /// <summary>The chip itself refuses until the next reset.</summary>
    Hardware,
}
