using System.Text;

namespace Attestation.Device.Verifiers;

/// <summary>Finds one text in a JSON object (RFC 8259): all that a board needs of a session. The text has no escapes, other values are passed over.</summary>
internal sealed class JsonObject
{
    private const int MaximumDepth = 8;

    private readonly byte[] _text;
    private int _at;

    private JsonObject(byte[] text) => _text = text;

    /// <summary>The value of a member of the outermost object.</summary>
    /// <returns>False when the bytes are no JSON object, or have no such member, or two, or one that is no plain text.</returns>
    internal static bool TryFindText(byte[] text, string name, out string value)
    {
        value = null;
        JsonObject reader = new JsonObject(text);
        reader.SkipSpace();
        if (!reader.TryReadMembers(name, ref value, MaximumDepth))
            return false;
        reader.SkipSpace();
        return reader._at == text.Length && value != null;
    }

    /// <param name="name">Null: every member is passed over.</param>
    private bool TryReadMembers(string name, ref string value, int depth)
    {
        if (depth == 0 || !TryTake('{'))
            return false;
        if (TryTake('}'))
            return true;
        do
        {
            if (!TryReadText(out string key) || !TryTake(':'))
                return false;
            if (name == null || key != name)
            {
                if (!TryPass(depth - 1))
                    return false;
            }
            else if (value != null || !TryReadText(out value) || value == null)
            {
                return false;
            }
        }
        while (TryTake(','));
        return TryTake('}');
    }

    private bool TryPass(int depth)
    {
        SkipSpace();
        if (_at == _text.Length)
            return false;
        string none = null;
        switch (_text[_at])
        {
            case (byte)'{':
                return TryReadMembers(null, ref none, depth);
            case (byte)'[':
                return TryPassArray(depth);
            case (byte)'"':
                return TryReadText(out none);
            default:
                return TryPassWord();
        }
    }

    private bool TryPassArray(int depth)
    {
        if (depth == 0 || !TryTake('['))
            return false;
        if (TryTake(']'))
            return true;
        do
        {
            if (!TryPass(depth - 1))
                return false;
        }
        while (TryTake(','));
        return TryTake(']');
    }

    /// <summary>A number, true, false or null: nobody looks at it, so its letters are not compared.</summary>
    private bool TryPassWord()
    {
        int start = _at;
        for (; _at < _text.Length; _at++)
        {
            byte c = _text[_at];
            bool isWord = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '+' || c == '.' || c == 'E';
            if (!isWord)
                break;
        }

        return _at > start;
    }

    /// <summary>Null for a text with escapes, or with what is not ASCII: such a one is neither a name nor a value that is looked for.</summary>
    private bool TryReadText(out string value)
    {
        value = null;
        if (!TryTake('"'))
            return false;
        int start = _at;
        bool isPlain = true;
        for (; _at < _text.Length && _text[_at] != '"'; _at++)
        {
            if (_text[_at] < ' ')
                return false;
            if (_text[_at] >= 0x7F || _text[_at] == '\\')
                isPlain = false;
            if (_text[_at] == '\\')
                _at++;
        }

        if (_at >= _text.Length)
            return false;
        if (isPlain)
            value = start == _at ? "" : Encoding.UTF8.GetString(_text, start, _at - start);
        _at++;
        return true;
    }

    private bool TryTake(char character)
    {
        SkipSpace();
        bool isThere = _at < _text.Length && _text[_at] == character;
        if (isThere)
            _at++;
        return isThere;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && (_text[_at] == ' ' || _text[_at] == '\n' || _text[_at] == '\r' || _text[_at] == '\t'))
            _at++;
    }
}
