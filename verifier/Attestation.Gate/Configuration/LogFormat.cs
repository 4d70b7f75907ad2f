namespace Attestation.Gate.Configuration;

/// <summary>How log lines look on standard error.</summary>
public enum LogFormat
{
    Json,
    Text,
}
