namespace Attestation.Device.Storage;

/// <summary>Files of a board by name: <c>slot-a/app.pe</c>. Power can fail inside every call that changes something: a write may be done in part
/// (any prefix of its bytes), a deletion or a new file may have happened or not. No call throws.</summary>
public interface IDeviceStorage
{
    /// <summary>Size of a file in bytes; -1 when it does not exist or cannot be read.</summary>
    int Size(string name);

    /// <summary>Reads exactly <paramref name="count"/> bytes.</summary>
    /// <returns>False when the file is shorter or cannot be read.</returns>
    bool TryRead(string name, int position, byte[] buffer, int offset, int count);

    /// <summary>Writes at a position up to the file's size, which may extend it; a missing file is made when the position is 0.</summary>
    /// <returns>False when nothing or only a part was written.</returns>
    bool TryWrite(string name, int position, byte[] buffer, int offset, int count);

    /// <summary>Removes a file; true also when there was none.</summary>
    bool TryDelete(string name);
}
