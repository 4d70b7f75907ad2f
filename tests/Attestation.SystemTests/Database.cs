using System.Diagnostics;

namespace Attestation.SystemTests;

/// <summary>A database changed behind the verifier's back, with the sqlite3 program.</summary>
internal static class Database
{
    public static string Execute(string path, string sql)
    {
        using Process sqlite = Process.Start(new ProcessStartInfo("sqlite3", [path, sql]) { RedirectStandardOutput = true })!;
        string output = sqlite.StandardOutput.ReadToEnd();
        sqlite.WaitForExit();
        Assert.Equal(0, sqlite.ExitCode);
        return output.Trim();
    }

    /// <summary>Holds the database's write lock until disposed.</summary>
    public static IDisposable Lock(string path) => new Held(path);

    private sealed class Held : IDisposable
    {
        private readonly Process _sqlite;

        public Held(string path)
        {
            _sqlite = Process.Start(new ProcessStartInfo("sqlite3", [path]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            _sqlite.StandardInput.WriteLine("BEGIN IMMEDIATE; SELECT 'held';");
            Assert.Equal("held", _sqlite.StandardOutput.ReadLine());
        }

        public void Dispose()
        {
            _sqlite.StandardInput.Close();
            _sqlite.WaitForExit();
            _sqlite.Dispose();
        }
    }
}
