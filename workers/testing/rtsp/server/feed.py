"""Where a camera's pictures come from: MPEG-TS from a looped file or from a live feed's port."""

import json
import os
import socket
import subprocess
import time

from gi.repository import Gst

PARSERS = {"h264": "h264parse", "h265": "h265parse"}


class Feed:
    """
    Calls `on_picture(sample, captured_ns)` for each access unit (Annex B, parameter sets before each
    keyframe) from a thread of its own; `captured_ns` is since the Unix epoch.
    """

    def __init__(self, source, codec, on_picture):
        self._on_picture = on_picture
        self._first_pts = None
        self._child = None
        self._socket = None
        if "file" in source:
            self._child = loop_in_real_time(source["ffmpegPath"], source["file"])
            self._first_captured_ns = None
            fd = self._child.stdout.fileno()
        else:
            self._socket, self._first_captured_ns = connect_live(source["port"])
            fd = self._socket.fileno()
        self._pipeline = Gst.parse_launch(
            f"fdsrc fd={fd} ! tsdemux ! {PARSERS[codec]} config-interval=-1 "
            f"! video/x-{codec},stream-format=byte-stream,alignment=au "
            "! appsink name=out emit-signals=true sync=false"
        )
        self._pipeline.get_by_name("out").connect("new-sample", self._arrived)
        self._pipeline.set_state(Gst.State.PLAYING)

    def _arrived(self, sink):
        sample = sink.emit("pull-sample")
        pts = sample.get_buffer().pts
        if pts == Gst.CLOCK_TIME_NONE:
            return Gst.FlowReturn.OK
        if self._first_pts is None:
            self._first_pts = pts
            if self._first_captured_ns is None:
                self._first_captured_ns = time.time_ns()
        self._on_picture(sample, self._first_captured_ns + pts - self._first_pts)
        return Gst.FlowReturn.OK

    def stop(self):
        # The end of the input wakes the thread that reads it; only then can it be joined.
        if self._child is not None:
            self._child.kill()
            self._child.wait()
        if self._socket is not None:
            self._socket.shutdown(socket.SHUT_RDWR)
        self._pipeline.set_state(Gst.State.NULL)
        if self._socket is not None:
            self._socket.close()


def loop_in_real_time(ffmpeg_path, file):
    """Ends by itself once nobody reads it, so it doesn't outlive this process."""
    return subprocess.Popen(
        [ffmpeg_path, "-nostdin", "-loglevel", "error", "-re", "-stream_loop", "-1"]
        + ["-i", file, "-map", "0:V:0", "-c", "copy", "-f", "mpegts"]
        + ["-muxdelay", "0", "-muxpreload", "0", "-flush_packets", "1", "pipe:1"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def connect_live(port):
    """A line of JSON says when the first picture was taken; MPEG-TS follows."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.settimeout(None)
    line = b""
    while not line.endswith(b"\n"):
        byte = connection.recv(1)
        if byte == b"":
            raise RuntimeError(f"the live feed on port {port} ended before it began")
        line += byte
    return connection, int(json.loads(line)["firstPictureMs"]) * 1_000_000


def rubbish(length):
    """An access unit that no decoder can make anything of."""
    return b"\x00\x00\x00\x01" + os.urandom(max(16, length - 4))
