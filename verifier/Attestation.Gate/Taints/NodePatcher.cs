using System.Text.Json.Nodes;
using Attestation.Gate.Kubernetes;

namespace Attestation.Gate.Taints;

/// <summary>This replica lost the lease: whatever it was about to write, another may be writing.</summary>
internal sealed class NotLeaderException : Exception;

/// <summary>Writes a node's change, paced, and only while this replica holds the lease.</summary>
internal sealed class NodePatcher(ApiServer server, LeaderElection election, PatchPace pace, LadderMetrics metrics)
{
    private const string Merge = "strategic-merge-patch+json";

    /// <summary>
    /// First the object, then its status. A process that dies in between is no harm: whoever looks next finds the difference that is left.
    /// </summary>
    /// <returns>False where somebody changed the node meanwhile: it has been read again, and the change is to be worked out anew.</returns>
    /// <exception cref="ApiFailure">Anything but a conflict; 404 where the node is gone.</exception>
    /// <exception cref="NotLeaderException">Nothing was written, or only the first part.</exception>
    public async Task<bool> ApplyAsync(KeptNode kept, NodeChange change, CancellationToken cancel)
    {
        try
        {
            if (change.Main is { } main)
                kept.Node = await PatchAsync(kept.Name, "", main, cancel);
            if (change.Status is { } status)
                kept.Node = await PatchAsync(kept.Name, "status", status, cancel);
            return true;
        }
        catch (ApiFailure failure) when (failure.IsConflict)
        {
            metrics.Patched("conflict");
            kept.Node = await server.FindAsync(Resources.Nodes, kept.Name, cancel) ?? throw new ApiFailure(404, "NotFound", $"{kept.Name} is gone");
            return false;
        }
        catch (ApiFailure)
        {
            metrics.Patched("failed");
            throw;
        }
    }

    private async Task<Node> PatchAsync(string name, string subresource, JsonObject patch, CancellationToken cancel)
    {
        await pace.WaitAsync(cancel);
        if (!election.IsLeader)
            throw new NotLeaderException();
        Node answer = await server.PatchAsync(Resources.Nodes, name, subresource, patch, Merge, cancel);
        metrics.Patched("done");
        return answer;
    }
}
