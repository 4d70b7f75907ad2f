namespace Attestation.NodeAgent.Gpio;

/// <summary>GPIO character device, version 2 of its interface: linux/gpio.h (Linux 5.10 and later). Offsets in bytes; a test compares them with the kernel's header.
/// <code>
/// struct gpio_v2_line_request   offsets u32[64] ‖ consumer char[32] ‖ config ‖ num_lines u32 ‖ event_buffer_size u32 ‖ padding u32[5] ‖ fd s32     592 bytes
///   config                      flags u64 ‖ num_attrs u32 ‖ padding u32[5] ‖ attrs[10]
///   attrs[n]                    id u32 ‖ padding u32 ‖ flags / values u64 / debounce_period_us u32 ‖ mask u64                                       24 bytes
/// struct gpio_v2_line_values    bits u64 ‖ mask u64                                                                                                16 bytes
/// struct gpio_v2_line_event     timestamp_ns u64 ‖ id u32 ‖ offset u32 ‖ seqno u32 ‖ line_seqno u32 ‖ padding u32[6]                                48 bytes
/// </code></summary>
internal static class GpioLayout
{
    public const uint GetLine = 0xC250B407;   // GPIO_V2_GET_LINE_IOCTL
    public const uint GetValues = 0xC010B40E; // GPIO_V2_LINE_GET_VALUES_IOCTL
    public const uint SetValues = 0xC010B40F; // GPIO_V2_LINE_SET_VALUES_IOCTL

    public const int RequestBytes = 592;
    public const int OffsetsAt = 0;
    public const int ConsumerAt = 256;
    public const int ConsumerBytes = 32;
    public const int FlagsAt = 288;
    public const int AttributeCountAt = 296;
    public const int FirstAttributeAt = 320;
    public const int AttributeValueAt = 8;
    public const int AttributeMaskAt = 16;
    public const int LineCountAt = 560;
    public const int DescriptorAt = 588;

    public const int ValuesBytes = 16;
    public const int ValuesMaskAt = 8;

    public const int EventBytes = 48;

    public const ulong Input = 1 << 2;
    public const ulong Output = 1 << 3;
    public const ulong EdgeRising = 1 << 4;
    public const ulong EdgeFalling = 1 << 5;
    public const ulong PullUp = 1 << 8;
    public const ulong PullDown = 1 << 9;
    public const ulong NoPull = 1 << 10;

    public const uint OutputValues = 2; // GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES
}
