"""llama.cpp's own HTTP server with one model: MODEL PORT THREADS PARALLEL WINDOW."""
import os
import sys
import time

import xllamacpp

parent = os.getppid()
model, port, threads, parallel, window = sys.argv[1], *map(int, sys.argv[2:6])
params = xllamacpp.CommonParams()
params.model.path = model
params.hostnames = ["127.0.0.1"]
params.port = port
params.n_parallel = parallel
params.n_ctx = parallel * window
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
server = xllamacpp.Server(params)
print("listening", server.listening_address, flush=True)
# It ends with the program that started it, also where that was killed.
while os.getppid() == parent:
    time.sleep(2)
os._exit(0)
