"""RTCP sender reports as a camera with a good clock, a wrong one or none would send them."""

import struct

from gi.repository import Gst

SENDER_REPORT = 200
NTP_EPOCH_S = 2_208_988_800
SESSION_S = 1


class SenderReports:
    """
    `kind`: 'true' (NTP time is when the picture was taken, plus `offset_ms`), 'uptime' (NTP time counts
    from the camera's start, as cheap cameras do) or 'none' (no RTCP at all).
    """

    def __init__(self, kind, offset_ms):
        self.set(kind, offset_ms)

    def set(self, kind, offset_ms):
        if kind not in ("true", "uptime", "none"):
            raise ValueError(f"no such kind of sender reports: {kind}")
        self._kind = kind
        self._offset_s = offset_ms / 1000

    def watch(self, pipeline):
        """Sees to the reports of a media's pipeline before its rtpbin is made."""
        pipeline.connect("element-added", self._added)

    def _added(self, _pipeline, element):
        if element.get_factory().get_name() == "rtpbin":
            element.connect("pad-added", self._pad_added)

    def _pad_added(self, rtpbin, pad):
        name = pad.get_name()
        if not name.startswith("send_rtcp_src_"):
            return
        session = rtpbin.emit("get-internal-session", int(name.rsplit("_", 1)[1]))
        session.set_property("rtcp-min-interval", SESSION_S * Gst.SECOND)
        pad.add_probe(Gst.PadProbeType.BUFFER, self._leaving)

    def _leaving(self, pad, info):
        if self._kind == "true" and self._offset_s == 0:
            return Gst.PadProbeReturn.OK
        if self._kind != "none":
            buffer = info.get_buffer()
            data = bytearray(buffer.extract_dup(0, buffer.get_size()))
            self._rewrite(data)
            pad.get_peer().chain(Gst.Buffer.new_wrapped(bytes(data)))
        return Gst.PadProbeReturn.DROP

    def _rewrite(self, data):
        at = 0
        while at + 8 <= len(data):
            words = struct.unpack_from(">H", data, at + 2)[0]
            if data[at + 1] == SENDER_REPORT:
                seconds, fraction = struct.unpack_from(">II", data, at + 8)
                ntp_s = seconds + fraction / 2**32
                ntp_s = ntp_s % 86_400 if self._kind == "uptime" else ntp_s + self._offset_s
                struct.pack_into(">II", data, at + 8, int(ntp_s), int(ntp_s % 1 * 2**32))
            at += 4 * (words + 1)
