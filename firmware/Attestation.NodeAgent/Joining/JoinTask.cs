namespace Attestation.NodeAgent.Joining;

/// <summary>What has to be done.</summary>
public enum JoinNeed
{
    /// <summary>The node has no certificate that serves: the gate is asked.</summary>
    Join,

    /// <summary>The certificate serves but is to be replaced.</summary>
    Renew,
}

/// <summary>What the caller wants.</summary>
public enum JoinWish
{
    /// <summary>What is due.</summary>
    WhatIsDue,

    /// <summary>Another certificate, due or not.</summary>
    Renew,

    /// <summary>From the gate anew, whatever there is.</summary>
    Again,

    /// <summary>A token for the kubelet, which files its request itself.</summary>
    TokenOnly,
}

/// <summary>A join that was begun: its keys, which the next evidence has to bind.</summary>
/// <param name="Need">Why.</param>
/// <param name="Key">The kubelet's next key.</param>
/// <param name="Secrets">To which the gate encrypts; null where the gate is not asked.</param>
public sealed record JoinTask(JoinNeed Need, KubeletKey Key, SecretsKey? Secrets) : IDisposable
{
    /// <summary>The kubelet files its request itself.</summary>
    public bool IsTokenOnly { get; init; }

    public void Dispose()
    {
        Key.Dispose();
        Secrets?.Dispose();
    }
}
