// The inline mode: "@bot words" asks the bot, and one of its results goes into the chat.
import * as api from "./api.js";
import { el } from "./dom.js";
import { resultItem } from "./suggest.js";
import { failure } from "./toast.js";

const PAUSE = 250; // ms of no typing before the bot is asked

export class InlineMode {
  /** `clear` empties the message field. */
  constructor({ store, suggest, clear }) {
    Object.assign(this, { store, suggest, clear, queryId: null, early: null, items: [] });
    store.on("inline", (event) => this.#answered(event));
  }

  /** Take the text of the field; true when it is a question to the bot. */
  typed(text) {
    clearTimeout(this.timer);
    this.queryId = null;
    const prefix = `@${this.store.bot.username} `.toLowerCase();
    const asks = Boolean(this.store.bot.username) && text.toLowerCase().startsWith(prefix);
    if (asks) this.timer = setTimeout(() => this.#ask(text.slice(prefix.length), ""), PAUSE);
    return asks;
  }

  async #ask(query, offset) {
    if (!offset) this.items = [];
    this.query = query;
    this.early = null;
    const answer = await api.inline({ user_id: this.store.personId, query, offset }).catch(failure);
    this.queryId = answer?.query_id ?? null;
    if (this.early?.query_id === this.queryId) this.#answered(this.early);
  }

  #answered(event) {
    if (event.query_id !== this.queryId) {
      this.early = event; // it overtook the response that names its query
      return;
    }
    const found = event.results.map((result) => resultItem(result, () => this.#choose(event.query_id, result)));
    this.items = [...this.items, ...found];
    const above = event.button ? [this.#button(event.button)] : [];
    const below = event.next_offset ? [this.#more(event.next_offset)] : [];
    this.suggest.show("inline-results", "Results", [...above, ...this.items, ...below]);
  }

  #more(offset) {
    const node = el("span.result-button", {}, "More results");
    return { node, choose: () => this.#ask(this.query, offset) };
  }

  #button(button) {
    const begin = () => {
      this.clear();
      this.store.emit("start", { payload: button.start_parameter ?? "" });
    };
    return { node: el("span.result-button", {}, button.text), choose: begin };
  }

  async #choose(query_id, result) {
    const { chatId: chat_id, personId: user_id } = this.store;
    this.clear();
    await api.choose({ user_id, chat_id, query_id, result_id: result.id }).catch(failure);
  }
}
