using System.Text;

namespace Attestation.SystemTests.Vm;

/// <summary>What a guest shall do, written as shell commands.</summary>
internal sealed class GuestJob
{
    private readonly StringBuilder _script = new();

    /// <param name="settings">Options of the agent as it reads them from the environment, without their prefix.</param>
    public GuestJob(params (string Name, string Value)[] settings)
    {
        foreach ((string name, string value) in settings)
            _script.Append($"export ATTEST_AGENT_{name}='{value}'\n");
    }

    public override string ToString() => _script.ToString();

    /// <summary>Runs the agent; leaves its exit status and both outputs as <c>STEP.exit</c>, <c>STEP.out</c> and <c>STEP.err</c>.</summary>
    /// <param name="step">Names the run.</param>
    /// <param name="arguments">Without characters that the shell reads.</param>
    public GuestJob Agent(string step, params string[] arguments) =>
        Shell($"attest-agent {string.Join(' ', arguments)} > {step}.out 2> {step}.err; echo $? > {step}.exit");

    /// <summary>
    /// Attests as <paramref name="step"/>. Where there was no verdict at all (exit status 3) it asks again, as the agent's service does: on a busy
    /// host an emulated guest may wait for an answer longer than it wants to. What stays is the last attempt.
    /// </summary>
    public GuestJob Attest(string step) => Shell($"for attempt in 1 2 3; do attest-agent attest --timeout 60 > {step}.out 2> {step}.err; code=$?; echo $code > {step}.exit; [ $code = 3 ] || break; done");

    public GuestJob Shell(string command)
    {
        _script.Append(command).Append('\n');
        return this;
    }

    /// <summary>Hands out what the kernel says, so that other tools than the agent can judge it.</summary>
    public GuestJob HandOutLogs() => Shell("""
        cat /sys/kernel/security/tpm0/binary_bios_measurements > eventlog
        cat /sys/kernel/security/ima/binary_runtime_measurements > ima
        for bank in sha1 sha256 sha384; do for pcr in 0 1 2 3 4 5 6 7 8 9 10 14; do echo "$bank:$pcr $(cat /sys/class/tpm/tpm0/pcr-$bank/$pcr)"; done; done > pcrs
        """);

    /// <summary>Makes a program that no reference value knows, and runs it: the shell's own file with a few bytes more.</summary>
    public GuestJob RunUnknownProgram(string path) => Shell($"cp /bin/busybox {path}; echo more >> {path}; {path} true");
}
