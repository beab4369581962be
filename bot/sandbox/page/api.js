// The page's half of /sandbox/: one function for each thing a person can do.

async function call(method, path, body) {
  const form = body instanceof FormData;
  const response = await fetch(`/sandbox/${path}`, {
    method,
    headers: body && !form ? { "Content-Type": "application/json" } : {},
    body: form ? body : body && JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `The sandbox answered ${response.status}.`);
  return answer;
}

const post = (path) => (body) => call("POST", path, body);

export const send = post("send");
export const sendLocation = post("location");
export const edit = post("edit");
export const remove = post("delete");
export const forward = post("forward");
export const tap = post("tap");
export const inline = post("inline");
export const choose = post("choose");
export const start = post("start");
export const member = post("member");
export const addUser = post("users");
export const addFault = post("faults");
export const setLimiter = (on) => call("POST", "limiter", { on });
export const changeUser = (id, changes) => call("PATCH", `users/${id}`, changes);
export const removeFault = (id) => call("DELETE", `faults/${id}`);
export const clearFaults = () => call("DELETE", "faults");
export const commands = (query) => call("GET", `commands?${new URLSearchParams(query)}`);
export const fileAddress = (fileId) => `/sandbox/file/${encodeURIComponent(fileId)}`;

export function upload({ file, ...fields }) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value);
  form.append("file", file, file.name);
  return call("POST", "upload", form);
}
