// Sends pictures in batches, a few batches at a time, and hands out each answer as it comes.

const LANES = 3;
const BATCH_FILES = 8;
const BATCH_BYTES = 32 * 1024 * 1024;
const THUMBNAIL_WIDTH = 320;

export class Uploads {
    #waiting = [];
    #lanes = 0;
    #stopping = new AbortController();
    #answer;

    /** @param answer called once for each picture with its outcome: a thumbnail or a refusal */
    constructor(answer) {
        this.#answer = answer;
    }

    add(pictures) {
        this.#waiting.push(...pictures);
        while (this.#lanes < LANES && this.#waiting.length > 0) {
            this.#lanes++;
            this.#lane(this.#stopping.signal).finally(() => this.#lanes--);
        }
    }

    stop() {
        this.#stopping.abort();
        this.#stopping = new AbortController();
        for (const picture of this.#waiting.splice(0)) {
            this.#answer(picture, STOPPED);
        }
    }

    async #lane(signal) {
        // A turn of the event loop, in which those who add pictures one by one can fill the batch.
        await new Promise((resolve) => setTimeout(resolve));
        while (this.#waiting.length > 0 && !signal.aborted) {
            await this.#send(this.#nextBatch(), signal);
        }
    }

    #nextBatch() {
        let files = 0;
        let bytes = 0;
        while (files < this.#waiting.length && files < BATCH_FILES && (files === 0 || bytes < BATCH_BYTES)) {
            bytes += this.#waiting[files++].file.size;
        }
        return this.#waiting.splice(0, files);
    }

    async #send(batch, signal) {
        const unanswered = new Set(batch);
        const answer = (picture, outcome) => unanswered.delete(picture) && this.#answer(picture, outcome);
        let otherwise = LOST;
        try {
            const form = new FormData();
            batch.forEach((picture) => form.append('picture', picture.file, picture.file.name));
            const response = await fetch(`thumbnails/sheet?width=${THUMBNAIL_WIDTH}`, { method: 'POST', body: form, signal });
            if (response.ok) {
                for await (const tile of events(response.body)) {
                    answer(batch[tile.index], tile);
                }
            } else {
                otherwise = await refusalOf(response);
            }
        } catch (failure) {
            otherwise = signal.aborted ? STOPPED : LOST;
        }
        unanswered.forEach((picture) => answer(picture, otherwise));
    }
}

const STOPPED = { refusal: { error: 'Stopped', cause: 'You stopped before it was its turn.' } };
const LOST = { refusal: { error: 'No answer', cause: 'The connection to the application was lost.' } };

async function refusalOf(response) {
    if (response.status === 413) {
        return { refusal: { error: 'File too large', cause: 'It is larger than the application takes.' } };
    }
    const refusal = await response.json().catch(() => null);
    return { refusal: refusal ?? { error: 'No thumbnail', cause: `The application answered ${response.status}.` } };
}

/** The data of server-sent events. EventSource reads them too, but cannot send pictures. */
async function* events(body) {
    let text = '';
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
        const { value, done } = await reader.read();
        if (done) {
            return;
        }
        text += value;
        const complete = text.split(/\r?\n\r?\n/);
        text = complete.pop();
        for (const event of complete) {
            const lines = event.split(/\r?\n/).filter((line) => line.startsWith('data:'));
            if (lines.length > 0) {
                yield JSON.parse(lines.map((line) => line.slice(5)).join('\n'));
            }
        }
    }
}
