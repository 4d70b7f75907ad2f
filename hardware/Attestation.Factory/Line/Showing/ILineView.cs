using Attestation.Factory.Stations;

namespace Attestation.Factory.Line.Showing;

/// <summary>What an operator sees of a running line: a screen, or lines in a log. Disposed when the line ends.</summary>
internal interface ILineView : IAsyncDisposable
{
    void Told(DeviceOutcome outcome);
}
