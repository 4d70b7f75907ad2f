namespace Attestation.Formats.Ima;

/// <summary>What the kernel measured from memory (Linux, Documentation/ABI/testing/ima_policy, functions KEY_CHECK, KEXEC_CMDLINE, CRITICAL_DATA).</summary>
public enum ImaBufferKind
{
    /// <summary>The entry measures no buffer.</summary>
    None,

    /// <summary>A key put into a keyring; the entry's name is the keyring's.</summary>
    Keyring,

    KexecCommandLine,

    KernelVersion,

    /// <summary>State or policy of a security module (SELinux).</summary>
    SecurityPolicy,

    DeviceMapper,

    /// <summary>The IMA policy itself.</summary>
    ImaPolicy,

    /// <summary>Critical data of some other kind.</summary>
    Other,
}

internal static class ImaBufferKinds
{
    internal static ImaBufferKind Of(string name) => name switch
    {
        "kexec-cmdline" => ImaBufferKind.KexecCommandLine,
        "kernel_version" => ImaBufferKind.KernelVersion,
        "ima-policy" or "ima_policy" => ImaBufferKind.ImaPolicy,
        _ when name.StartsWith('.') || name.StartsWith('_') => ImaBufferKind.Keyring,
        _ when name.StartsWith("selinux", StringComparison.Ordinal) => ImaBufferKind.SecurityPolicy,
        _ when name.StartsWith("dm_", StringComparison.Ordinal) => ImaBufferKind.DeviceMapper,
        _ => ImaBufferKind.Other,
    };
}
