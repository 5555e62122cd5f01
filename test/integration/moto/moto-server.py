"""moto on a free port, until standard input ends: with its parent, however that ended.

The port is printed once moto answers. MOTO_PORT in the environment says where moto's own Step Functions
engine calls the other services.
"""

import sys

from moto.server import ThreadedMotoServer

server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
