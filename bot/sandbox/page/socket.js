// A WebSocket that comes back: the server sends its whole state on each connection.

const FIRST_WAIT = 400; // ms
const LONGEST_WAIT = 8000; // ms

/** Listen for ever. `onEvent` takes each parsed event, `onOnline` whether the line is up. */
export function listen(path, onEvent, onOnline) {
  let wait = FIRST_WAIT;
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";

  function connect() {
    const socket = new WebSocket(`${scheme}//${location.host}${path}`);
    socket.onopen = () => {
      wait = FIRST_WAIT;
      onOnline(true);
    };
    socket.onmessage = (frame) => onEvent(JSON.parse(frame.data));
    socket.onclose = () => {
      onOnline(false);
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
  }
  connect();
}
