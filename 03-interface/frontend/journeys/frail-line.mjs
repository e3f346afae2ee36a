// A line between a browser and the API that can be slow and that breaks when told to.
import net from "node:net";

/** Listens on a port of this machine and passes everything on to another, at most so many bytes a second to the API. */
export class FrailLine {
  #pairs = new Set();
  #pace = Infinity;
  /** Bytes that went to the API. */
  carried = 0;

  static async open(port, to) {
    const line = new FrailLine();
    const server = net.createServer((near) => line.#carry(near, net.connect(to, "127.0.0.1")));
    await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
    server.unref();
    return line;
  }

  pace(bytesPerSecond) {
    this.#pace = bytesPerSecond;
  }

  /** Breaks every connection there is; new ones may come. */
  cut() {
    for (const pair of this.#pairs) for (const socket of pair) socket.resetAndDestroy();
    this.#pairs.clear();
  }

  #carry(near, far) {
    const pair = [near, far];
    this.#pairs.add(pair);
    const end = () => {
      this.#pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) socket.on("error", end).on("close", end);
    far.pipe(near);
    near.on("data", (piece) => {
      this.carried += piece.length;
      near.pause();
      far.write(piece);
      setTimeout(() => near.resume(), (piece.length / this.#pace) * 1000);
    });
  }
}
