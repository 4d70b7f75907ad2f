using Attestation.Formats.Reasons;
using Attestation.UnitTests.Gate.Doctor;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Doctor => new()
    {
        [DoctorReasons.Verifier] = () => Found(patient => patient.VerifierStatus = 500),
        [DoctorReasons.Key] = () => Found(patient => patient.PinAnother()),
        [DoctorReasons.ApiServer] = () => Found(patient => patient.ApiStatus = 500),
        [DoctorReasons.Right] = () => Found(patient => patient.Allows = _ => false),
        [DoctorReasons.Bypass] = () => Found(patient => patient.Put("clusterrolebindings", Patient.KubeadmBinding)),
        [DoctorReasons.Webhook] = () => Found(_ => { }),
        [DoctorReasons.Controllers] = () => Found(patient => patient.Put("certificatesigningrequests", Patient.UnsignedRequest)),
        [DoctorReasons.Clock] = () => Found(patient => patient.Ahead = TimeSpan.FromMinutes(2)),
        [DoctorReasons.Nodes] = () => Found(patient => patient.Put("nodes", Patient.NodeWithoutVerdict)),
        [DoctorReasons.Running] = () => Found(_ => { }),
    };

    private static ReasonCode[] Found(Action<Patient> illness) => Task.Run(async () =>
    {
        await using Patient patient = await Patient.StartAsync();
        illness(patient);
        return (ReasonCode[])[.. (await patient.ExamineAsync()).Select(f => f.Code).OfType<ReasonCode>()];
    }).GetAwaiter().GetResult();
}
