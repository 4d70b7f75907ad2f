using Attestation.Dice.Wire;

namespace Attestation.Dice;

/// <summary>The usual configuration descriptor: a CBOR map with the labels of the Android Profile for DICE, "Configuration descriptor".
/// <code>
/// {? -70002: tstr component name, ? -70003: uint / tstr component version, ? -70004: null resettable, ? -70005: uint security version,
///  ? -70006: null RKP VM marker, ? -70007: tstr component instance name,
///  ? -71001: uint tamper state, ? -71002: bstr .size 32 board configuration digest}
/// </code>
/// The last two are this project's, for layer 0 of a board (docs/formats/dice-reference-values.md).</summary>
public sealed class ConfigurationMap
{
    private const int ComponentName = -70002;
    private const int ComponentVersion = -70003;
    private const int Resettable = -70004;
    private const int SecurityVersion = -70005;
    private const int RkpVmMarker = -70006;
    private const int ComponentInstanceName = -70007;
    private const int TamperState = -71001;
    private const int BoardConfiguration = -71002;

    private string _name;
    private string _versionText;
    private ulong _versionNumber;
    private bool _hasVersionNumber;
    private bool _isResettable;
    private ulong _securityVersion;
    private bool _hasSecurityVersion;
    private bool _hasRkpVmMarker;
    private string _instanceName;
    private bool _isTampered;
    private bool _hasTamperState;
    private byte[] _boardConfiguration;

    public ConfigurationMap WithComponentName(string name)
    {
        _name = name;
        return this;
    }

    public ConfigurationMap WithComponentVersion(string version)
    {
        _versionText = version;
        _hasVersionNumber = false;
        return this;
    }

    public ConfigurationMap WithComponentVersion(ulong version)
    {
        _versionNumber = version;
        _hasVersionNumber = true;
        _versionText = null;
        return this;
    }

    /// <summary>The keys change when the device is reset to its factory state.</summary>
    public ConfigurationMap WithResettable()
    {
        _isResettable = true;
        return this;
    }

    /// <summary>Grows with every release; the rollback counter of the component.</summary>
    public ConfigurationMap WithSecurityVersion(ulong version)
    {
        _securityVersion = version;
        _hasSecurityVersion = true;
        return this;
    }

    /// <summary>The component takes part in remote key provisioning of virtual machines.</summary>
    public ConfigurationMap WithRkpVmMarker()
    {
        _hasRkpVmMarker = true;
        return this;
    }

    /// <summary>Which one of several components of one name.</summary>
    public ConfigurationMap WithComponentInstanceName(string name)
    {
        _instanceName = name;
        return this;
    }

    /// <summary>Whether the board's tamper input has tripped: 1, or 0 for an intact board.</summary>
    public ConfigurationMap WithTamperState(bool isTampered)
    {
        _isTampered = isTampered;
        _hasTamperState = true;
        return this;
    }

    /// <summary>How the board is set up, as one digest.</summary>
    /// <param name="sha256">SHA-256 of the configuration's bytes, 32 bytes.</param>
    public ConfigurationMap WithBoardConfiguration(byte[] sha256)
    {
        _boardConfiguration = sha256;
        return this;
    }

    /// <summary>The map; empty (A0) when nothing was set.</summary>
    public byte[] Encode()
    {
        int count = (_name != null ? 1 : 0)
            + (_hasVersionNumber || _versionText != null ? 1 : 0)
            + (_isResettable ? 1 : 0)
            + (_hasSecurityVersion ? 1 : 0)
            + (_hasRkpVmMarker ? 1 : 0)
            + (_instanceName != null ? 1 : 0)
            + (_hasTamperState ? 1 : 0)
            + (_boardConfiguration != null ? 1 : 0);
        CborWriter writer = new CborWriter(64).Map(count);
        if (_name != null)
            writer.Integer(ComponentName).Text(_name);
        if (_hasVersionNumber)
            writer.Integer(ComponentVersion).Unsigned(_versionNumber);
        else if (_versionText != null)
            writer.Integer(ComponentVersion).Text(_versionText);
        if (_isResettable)
            writer.Integer(Resettable).Null();
        if (_hasSecurityVersion)
            writer.Integer(SecurityVersion).Unsigned(_securityVersion);
        if (_hasRkpVmMarker)
            writer.Integer(RkpVmMarker).Null();
        if (_instanceName != null)
            writer.Integer(ComponentInstanceName).Text(_instanceName);
        if (_hasTamperState && _isTampered)
            writer.Integer(TamperState).Unsigned(1);
        else if (_hasTamperState)
            writer.Integer(TamperState).Unsigned(0);
        if (_boardConfiguration != null)
            writer.Integer(BoardConfiguration).Bytes(_boardConfiguration);
        return writer.ToArray();
    }
}
