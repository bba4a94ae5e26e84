"""Signs requests the way Slack does (docs.slack.dev, "Verifying requests from Slack", version v0)."""

import hashlib
import hmac


def signed_headers(secret: str, body: bytes, epoch: int) -> dict[str, str]:
    """The headers that prove `body` was sent at `epoch` (seconds, UTC) by the holder of `secret`."""
    base = b"v0:%d:%s" % (epoch, body)
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(epoch), "X-Slack-Signature": f"v0={digest}"}
