using Attestation.Device.Wire;

namespace Attestation.Device.Manifest;

/// <summary>Reads the payload of an update manifest: docs/formats/update-manifest.cddl, manifest. What is wrong first is what is said.</summary>
internal sealed class ManifestReader
{
    private const int FormatVersion = 1;
    private const int RequiredKeys = 7;
    private const int MostKeys = 9;

    private readonly CborReader _reader;
    private readonly UpdateManifest _manifest = new UpdateManifest();
    private readonly UpdateFile[] _files = new UpdateFile[UpdateManifest.MostFiles];
    private int _fileCount;

    private ManifestReader(byte[] payload) => _reader = new CborReader(payload, 0, payload.Length);

    /// <summary>The manifest is null unless <see cref="DeviceRefusal.None"/>.</summary>
    public static DeviceRefusal Read(byte[] payload, out UpdateManifest manifest)
    {
        ManifestReader reader = new ManifestReader(payload);
        DeviceRefusal refusal = reader.ReadManifest();
        manifest = refusal == DeviceRefusal.None ? reader._manifest : null;
        return refusal;
    }

    /// <summary>Keys ascend: the first seven are all there, the eighth and the ninth may be.</summary>
    private DeviceRefusal ReadManifest()
    {
        if (!_reader.TryReadMap(MostKeys, out int count) || count < RequiredKeys)
            return DeviceRefusal.ManifestStructure;
        DeviceRefusal refusal = DeviceRefusal.None;
        int key = 0;
        for (int i = 1; i <= count && refusal == DeviceRefusal.None; i++)
        {
            bool isKey = _reader.TryReadKey(ref key) && (i <= RequiredKeys ? key == i : key <= MostKeys);
            refusal = isKey ? ReadMember(key) : DeviceRefusal.ManifestStructure;
        }

        if (refusal == DeviceRefusal.None && !_reader.IsAtEnd)
            refusal = DeviceRefusal.ManifestStructure;
        if (refusal != DeviceRefusal.None)
            return refusal;
        _manifest.Files = new UpdateFile[_fileCount];
        System.Array.Copy(_files, 0, _manifest.Files, 0, _fileCount);
        return DeviceRefusal.None;
    }

    private DeviceRefusal ReadMember(int key)
    {
        DeviceRefusal refusal = DeviceRefusal.None;
        ulong number = 0;
        switch (key)
        {
            case 1:
                if (!_reader.TryReadUnsigned(out number))
                    return DeviceRefusal.ManifestStructure;
                return number == FormatVersion ? DeviceRefusal.None : DeviceRefusal.ManifestFormat;
            case 2:
                refusal = ReadClassName(out string vendor);
                _manifest.Vendor = vendor;
                return refusal;
            case 3:
                refusal = ReadClassName(out string model);
                _manifest.Model = model;
                return refusal;
            case 4:
                refusal = ReadFileName(out string board);
                _manifest.Board = board;
                return refusal;
            case 5:
                refusal = ReadClassName(out string version);
                _manifest.Version = version;
                return refusal;
            case 6:
                refusal = _reader.TryReadUnsigned(out number) ? DeviceRefusal.None : DeviceRefusal.ManifestStructure;
                _manifest.Svn = number;
                return refusal;
            case 7:
                return ReadLayers();
            case 8:
                refusal = _reader.TryReadUnsigned(out number) ? DeviceRefusal.None : DeviceRefusal.ManifestStructure;
                _manifest.MinimumResidentSvn = number;
                return refusal;
            default:
                bool isKnown = _reader.TryReadUnsigned(out number) && number == (ulong)FileMeasurement.HmacSha512;
                _manifest.Measurement = FileMeasurement.HmacSha512;
                return isKnown ? DeviceRefusal.None : DeviceRefusal.ManifestStructure;
        }
    }

    private DeviceRefusal ReadLayers()
    {
        if (!_reader.TryReadArray(int.MaxValue, out int count))
            return DeviceRefusal.ManifestStructure;
        if (count == 0 || count > UpdateManifest.MostLayers)
            return DeviceRefusal.ManifestCount;
        _manifest.Layers = new UpdateLayer[count];
        for (int i = 0; i < count; i++)
        {
            DeviceRefusal refusal = ReadLayer(i);
            if (refusal != DeviceRefusal.None)
                return refusal;
        }

        return DeviceRefusal.None;
    }

    private DeviceRefusal ReadLayer(int index)
    {
        if (!_reader.TryReadMap(2, out int count) || count != 2 || !TryReadKey(1))
            return DeviceRefusal.ManifestStructure;
        DeviceRefusal refusal = ReadFileName(out string name);
        if (refusal != DeviceRefusal.None)
            return refusal;
        for (int i = 0; i < index; i++)
        {
            if (_manifest.Layers[i].Name == name)
                return DeviceRefusal.ManifestNameTwice;
        }

        int first = _fileCount;
        refusal = TryReadKey(2) ? ReadFiles() : DeviceRefusal.ManifestStructure;
        if (refusal != DeviceRefusal.None)
            return refusal;
        UpdateFile[] files = new UpdateFile[_fileCount - first];
        System.Array.Copy(_files, first, files, 0, files.Length);
        _manifest.Layers[index] = new UpdateLayer(name, files);
        return DeviceRefusal.None;
    }

    private DeviceRefusal ReadFiles()
    {
        if (!_reader.TryReadArray(int.MaxValue, out int count))
            return DeviceRefusal.ManifestStructure;
        if (count == 0 || count > UpdateManifest.MostFiles - _fileCount)
            return DeviceRefusal.ManifestCount;
        for (int i = 0; i < count; i++)
        {
            DeviceRefusal refusal = ReadFile();
            if (refusal != DeviceRefusal.None)
                return refusal;
        }

        return DeviceRefusal.None;
    }

    private DeviceRefusal ReadFile()
    {
        if (!_reader.TryReadArray(3, out int count) || count != 3)
            return DeviceRefusal.ManifestStructure;
        DeviceRefusal refusal = ReadFileName(out string name);
        if (refusal != DeviceRefusal.None)
            return refusal;
        if (ManifestNames.AreSameFile(name, UpdateManifest.FileName))
            return DeviceRefusal.ManifestName;
        for (int i = 0; i < _fileCount; i++)
        {
            if (ManifestNames.AreSameFile(_files[i].Name, name))
                return DeviceRefusal.ManifestNameTwice;
        }

        if (!_reader.TryReadUnsigned(out ulong size))
            return DeviceRefusal.ManifestStructure;
        if (size == 0 || size > UpdateManifest.LargestFile)
            return DeviceRefusal.ManifestFileSize;
        if (!_reader.TryReadBytes(FileMeter.Size, out byte[] digest) || digest.Length != FileMeter.Size)
            return DeviceRefusal.ManifestStructure;
        _files[_fileCount] = new UpdateFile(name, (int)size, digest);
        _fileCount++;
        return DeviceRefusal.None;
    }

    private bool TryReadKey(int wanted)
    {
        int key = -1;
        return _reader.TryReadKey(ref key) && key == wanted;
    }

    private DeviceRefusal ReadFileName(out string name)
    {
        if (!_reader.TryReadText(int.MaxValue, out name))
            return DeviceRefusal.ManifestStructure;
        return ManifestNames.IsFileName(name) ? DeviceRefusal.None : DeviceRefusal.ManifestName;
    }

    private DeviceRefusal ReadClassName(out string name)
    {
        if (_reader.TryReadText(ManifestNames.LongestClassName, out name))
            return ManifestNames.IsClassName(name) ? DeviceRefusal.None : DeviceRefusal.ManifestName;
        return _reader.TryReadText(int.MaxValue, out name) ? DeviceRefusal.ManifestName : DeviceRefusal.ManifestStructure;
    }
}
