using System;

namespace Attestation.Device.SelfTest;

/// <summary>A group of checks.</summary>
internal delegate void CheckGroup(SelfTestRun run);

/// <summary>Counts checks and prints one line for each: <c>ok NAME</c> or <c>FAIL NAME: why</c>; after each group its time, at the very end the sums. A reader
/// trusts the last line only: on the interpreter a program can end silently.</summary>
internal sealed class SelfTestRun
{
    private int _passed;
    private int _failed;

    /// <summary>Runs a group; an exception is one failed check and ends the group.</summary>
    internal void Group(string name, CheckGroup checks)
    {
        int before = _passed + _failed;
        DateTime begin = DateTime.UtcNow;
        try
        {
            checks(this);
        }
        catch (Exception e)
        {
            Fail(name, "an exception: " + e.Message);
        }

        ulong milliseconds = (ulong)(DateTime.UtcNow - begin).Ticks / 10000;
        Console.WriteLine(name + ": " + (_passed + _failed - before).ToString() + " checks in " + milliseconds.ToString() + " ms");
    }

    /// <summary>A check that only knows yes and no.</summary>
    internal void Check(string name, bool holds)
    {
        if (holds)
            Pass(name);
        else
            Fail(name, "does not hold");
    }

    /// <summary>Bytes against the hexadecimal text of a document.</summary>
    internal void Check(string name, string expected, byte[] actual)
    {
        string text = actual == null ? "nothing" : Hex.Text(actual);
        if (text == expected)
            Pass(name);
        else
            Fail(name, text + " instead of " + expected);
    }

    /// <summary>A number; enumerations are cast, because the interpreter prints them as numbers anyway.</summary>
    internal void Check(string name, ulong expected, ulong actual)
    {
        if (expected == actual)
            Pass(name);
        else
            Fail(name, actual.ToString() + " instead of " + expected.ToString());
    }

    /// <summary>A refusal, by its number (docs/reasons.md, area device).</summary>
    internal void Check(string name, DeviceRefusal expected, DeviceRefusal actual)
    {
        if (expected == actual)
            Pass(name);
        else
            Fail(name, ((int)actual).ToString() + " instead of " + ((int)expected).ToString());
    }

    /// <summary>The last line.</summary>
    internal void Finish() => Console.WriteLine("self-test: " + _passed.ToString() + " passed, " + _failed.ToString() + " failed");

    private void Pass(string name)
    {
        _passed++;
        Console.WriteLine("ok " + name);
    }

    private void Fail(string name, string why)
    {
        _failed++;
        Console.WriteLine("FAIL " + name + ": " + why);
    }
}
