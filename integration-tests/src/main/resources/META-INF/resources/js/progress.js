// How far the sheet is: count, rate and time left.

const WINDOW = 5000;

export class Progress {
    #section;
    #news;
    #total = 0;
    #count = 0;
    #refused = 0;
    #answers = [];
    #drawing = false;

    constructor(section, news) {
        this.#section = section;
        this.#news = news;
    }

    expect(pictures) {
        if (this.#count === this.#total) {
            this.#answers = [performance.now()];
        }
        this.#total += pictures;
        this.#section.hidden = false;
        this.#draw();
    }

    answered({ refusal }) {
        this.#count++;
        this.#refused += refusal ? 1 : 0;
        this.#answers.push(performance.now());
        this.#draw();
        if (this.#count === this.#total) {
            this.#news.textContent = `Done: ${this.#total - this.#refused} thumbnails, ${this.#refused} refused.`;
        }
    }

    clear() {
        this.#total = this.#count = this.#refused = 0;
        this.#section.hidden = true;
        this.#news.textContent = 'The sheet is empty.';
    }

    /** At most once for each picture that the screen shows, however fast answers come. */
    #draw() {
        if (!this.#drawing) {
            this.#drawing = true;
            requestAnimationFrame(() => {
                this.#drawing = false;
                this.#show();
            });
        }
    }

    #show() {
        const running = this.#count < this.#total;
        const rate = this.#rate();
        this.#text('count', this.#count);
        this.#text('total', this.#total);
        this.#text('refused', this.#refused > 0 ? `· ${this.#refused} refused` : '');
        this.#text('rate', rate > 0 ? `${rate.toFixed(rate < 10 ? 1 : 0)} per second` : '');
        this.#text('left', running && rate > 0 ? ` · ${duration((this.#total - this.#count) / rate)} left` : running ? '' : ' · done');
        const bar = this.#section.querySelector('progress');
        bar.max = Math.max(1, this.#total);
        bar.value = this.#count;
        bar.textContent = `${this.#count} of ${this.#total}`;
        this.#section.querySelector('#stop').disabled = !running;
        this.#section.classList.toggle('running', running);
    }

    /** Of the last seconds; when all is done, what it was then. */
    #rate() {
        const last = this.#answers[this.#answers.length - 1];
        while (this.#answers.length > 2 && this.#answers[0] < last - WINDOW) {
            this.#answers.shift();
        }
        const seconds = (last - this.#answers[0]) / 1000;
        return seconds > 0 ? (this.#answers.length - 1) / seconds : 0;
    }

    #text(id, text) {
        this.#section.querySelector(`#${id}`).textContent = text;
    }
}

function duration(seconds) {
    if (seconds < 60) {
        return `${Math.max(1, Math.round(seconds))} s`;
    }
    return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
