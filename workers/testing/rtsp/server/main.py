"""
RTSP cameras for tests: answers commands on standard input, one line of JSON each, and ends when it
closes, so that nothing outlives the test's process.
"""

import json
import os
import signal
import sys
import threading

try:
    import gi

    gi.require_version("Gst", "1.0")
    gi.require_version("GstRtsp", "1.0")
    gi.require_version("GstRtspServer", "1.0")
    from gi.repository import GLib, Gst

    Gst.init(None)
    needed = ["appsrc", "fdsrc", "tsdemux", "h264parse", "h265parse", "rtph264pay", "rtph265pay"]
    missing = [name for name in needed + ["rtpbin"] if Gst.ElementFactory.find(name) is None]
    if missing:
        raise ImportError("GStreamer elements are missing: " + ", ".join(missing))
    from camera import Camera
except (ImportError, ValueError) as error:
    print(json.dumps({"missing": str(error)}), flush=True)
    sys.exit(1)

# Ctrl-C reaches the whole process group; this one ends with its standard input.
signal.signal(signal.SIGINT, signal.SIG_IGN)

cameras = {}


def mount(path, source, codec, shared, user, password, auth, reports, offsetMs, port):
    if path in cameras:
        raise RuntimeError(f"{path} is mounted already")
    cameras[path] = Camera(
        path, source, codec, shared, user, password, auth, reports, offsetMs, port
    )
    return {"port": cameras[path].port}


def remove(path):
    cameras.pop(path).close()


COMMANDS = {
    "mount": mount,
    "remove": remove,
    "stop": lambda path: cameras[path].stop(),
    "start": lambda path: cameras[path].start(),
    "drop": lambda path: cameras[path].drop(),
    "state": lambda path, state: cameras[path].set_state(state),
    "reports": lambda path, reports, offsetMs: cameras[path].set_reports(reports, offsetMs),
    "feed": lambda path, source: cameras[path].change_feed(source),
    "clients": lambda path: {"clients": cameras[path].clients()},
}


def answer(line):
    message = json.loads(line)
    try:
        result = COMMANDS[message["do"]](**message["with"])
        reply = {"id": message["id"], "result": result or {}}
    except Exception as error:  # Whatever it is, the test is told.
        reply = {"id": message["id"], "error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
    return False


def listen():
    for line in sys.stdin:
        GLib.idle_add(answer, line)
    # The feeds' ffmpeg end as soon as their pipes break.
    os._exit(0)


threading.Thread(target=listen, daemon=True).start()
print(json.dumps({"ready": True}), flush=True)
GLib.MainLoop().run()
