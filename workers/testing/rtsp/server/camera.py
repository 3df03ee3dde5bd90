"""One camera: an RTSP server of its own on a port of its own, with one mount, and its faults."""

import time

from gi.repository import GLib, Gst, GstRtsp, GstRtspServer

from feed import Feed, rubbish
from reports import SenderReports

PAYLOADERS = {"h264": "rtph264pay", "h265": "rtph265pay"}
ROLE = "viewer"


class Camera:
    def __init__(self, path, source, codec, shared, user, password, auth, reports, offset_ms, port=0):
        self._path = path
        self._codec = codec
        self._state = "sending"
        self._resume_at_keyframe = False
        self._medias = []
        self._reports = SenderReports(reports, offset_ms)
        self._factory = self._make_factory(shared)
        self._auth = make_auth(user, password, auth)
        if self._auth is not None:
            self._factory.add_role_from_structure(viewer_role())
        self._server = None
        self._source_id = None
        self.port = port
        self.start()
        self._feed = Feed(source, codec, self._picture)

    def _make_factory(self, shared):
        factory = GstRtspServer.RTSPMediaFactory.new()
        factory.set_launch(
            "( appsrc name=src is-live=true format=time "
            f"! {PAYLOADERS[self._codec]} name=pay0 pt=96 config-interval=-1 )"
        )
        factory.set_shared(shared)
        factory.connect("media-configure", self._media_made)
        return factory

    # ---- Connections

    def start(self):
        if self._server is not None:
            return
        server = GstRtspServer.RTSPServer.new()
        server.set_address("127.0.0.1")
        server.set_service(str(self.port))
        # Each connection has a thread: one that waits for a stalled camera holds up no other.
        pool = GstRtspServer.RTSPThreadPool.new()
        pool.set_max_threads(-1)
        server.set_thread_pool(pool)
        if self._auth is not None:
            server.set_auth(self._auth)
        server.get_mount_points().add_factory(self._path, self._factory)
        self._source_id = server.attach(None)
        if self._source_id == 0:
            raise RuntimeError(f"port {self.port} can't be listened on")
        self._server = server
        self.port = server.get_bound_port()

    def stop(self):
        if self._server is None:
            return
        GLib.source_remove(self._source_id)
        self.drop()
        self._server = None

    def drop(self):
        for client in self._clients():
            client.close()

    def close(self):
        self.stop()
        self._feed.stop()

    def clients(self):
        return len(self._clients())

    def _clients(self):
        if self._server is None:
            return []
        return self._server.client_filter(lambda *_: GstRtspServer.RTSPFilterResult.REF) or []

    # ---- Pictures

    def set_state(self, state):
        """'sending', 'stalled', 'rubbish-pictures' or 'rubbish-bytes'."""
        if state == "sending" and self._state != "sending":
            for media in self._medias:
                media["waiting"] = True
        self._state = state

    def set_reports(self, kind, offset_ms):
        self._reports.set(kind, offset_ms)

    def change_feed(self, source):
        self._feed.stop()
        for media in self._medias:
            media["waiting"] = True
        self._feed = Feed(source, self._codec, self._picture)

    def _media_made(self, _factory, media):
        element = media.get_element()
        pipeline = element.get_parent()
        self._reports.watch(pipeline)
        entry = {"src": element.get_by_name("src"), "pipeline": pipeline, "waiting": True}
        self._medias.append(entry)
        media.connect("unprepared", lambda *_: self._medias.remove(entry))

    def _picture(self, sample, captured_ns):
        if self._state == "stalled":
            return
        if self._state == "rubbish-bytes":
            self._send_rubbish(sample.get_buffer().get_size())
            return
        for media in list(self._medias):
            self._push(media, sample, captured_ns)

    def _push(self, media, sample, captured_ns):
        buffer = sample.get_buffer()
        pipeline = media["pipeline"]
        clock = pipeline.get_clock()
        if clock is None or pipeline.get_state(0)[1] != Gst.State.PLAYING:
            return
        if media["waiting"] and buffer.has_flags(Gst.BufferFlags.DELTA_UNIT):
            return
        age_ns = time.time_ns() - captured_ns
        pts = clock.get_time() - pipeline.get_base_time() - age_ns
        if pts < 0:
            return
        media["waiting"] = False
        if self._state == "rubbish-pictures":
            sent = Gst.Buffer.new_wrapped(rubbish(buffer.get_size()))
        else:
            sent = buffer.copy()
        sent.pts = pts
        sent.dts = Gst.CLOCK_TIME_NONE
        media["src"].emit("push-sample", Gst.Sample.new(sent, sample.get_caps(), None, None))

    def _send_rubbish(self, length):
        for client in self._clients():
            connection = client.get_connection()
            stream = None if connection is None else connection.get_read_socket()
            if stream is None:
                continue
            try:
                stream.send(rubbish(length))
            except GLib.Error:
                # Full or closed: what reads it has had its share.
                pass


def viewer_role():
    role = Gst.Structure.new_empty(ROLE)
    role.set_value("media.factory.access", True)
    role.set_value("media.factory.construct", True)
    return role


def make_auth(user, password, method):
    if user is None:
        return None
    auth = GstRtspServer.RTSPAuth.new()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", ROLE)
    if method == "basic":
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.BASIC)
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(user, password), token)
    else:
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(user, password, token)
    return auth
