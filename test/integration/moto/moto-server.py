"""moto on a free port, until standard input ends: with its parent, however that ended.

The port is printed once moto answers. MOTO_PORT in the environment says where moto's own Step Functions
engine calls the other services. A number on standard input makes every access key that many days older.
"""

import sys
from datetime import timedelta

from moto.iam.models import iam_backends
from moto.server import ThreadedMotoServer


def age_keys(days: int) -> None:
    """moto creates every access key now, and its API has no way to change that."""
    for account in iam_backends.values():
        for backend in account.values():
            for user in backend.users.values():
                for key in user.access_keys:
                    key.create_date -= timedelta(days=days)


server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
for line in sys.stdin:
    age_keys(int(line))
    print("aged", flush=True)
