// The live table of workers: asks for the pools each second, and kills a worker when told to.

const INTERVAL = 1000;
const REMEMBERED = 6000;

export class WorkerTable {
    #root;
    #poolTemplate;
    #workerTemplate;
    #news;
    #pools = new Map();
    #rows = new Map();
    #notReplaced = new Map();
    #timer;

    constructor(root, poolTemplate, workerTemplate, news) {
        this.#root = root;
        this.#poolTemplate = poolTemplate;
        this.#workerTemplate = workerTemplate;
        this.#news = news;
        root.addEventListener('click', (event) => event.target.matches('.kill') && this.#kill(event.target.closest('tr')));
        document.addEventListener('visibilitychange', () => document.hidden || this.watch());
    }

    async watch() {
        clearTimeout(this.#timer);
        try {
            const response = await fetch('pools', { signal: AbortSignal.timeout(5000) });
            this.#show(await response.json());
            this.#root.classList.remove('stale');
        } catch (failure) {
            this.#root.classList.add('stale');
            this.#say('The application does not answer.');
        }
        clearTimeout(this.#timer);
        if (!document.hidden) {
            this.#timer = setTimeout(() => this.watch(), INTERVAL);
        }
    }

    #show(pools) {
        const alive = new Set();
        for (const pool of pools) {
            const section = this.#section(pool);
            // A worker without a process id is about to become a process.
            for (const worker of pool.workers.filter(({ pid }) => pid > 0)) {
                alive.add(worker.pid);
                this.#update(this.#row(worker, section), worker);
            }
            section.classList.toggle('unused', pool.workers.length === 0);
        }
        for (const [pid, row] of this.#rows) {
            if (!alive.has(pid)) {
                this.#bury(pid, row);
            }
        }
        if (this.#news.textContent === 'The application does not answer.') {
            this.#say('');
        }
    }

    #section(pool) {
        let section = this.#pools.get(pool.name);
        if (!section) {
            section = this.#poolTemplate.content.firstElementChild.cloneNode(true);
            section.querySelector('h3').textContent = pool.name;
            this.#pools.set(pool.name, section);
            this.#root.append(section);
        }
        const parts = [`${pool.workers.length} of ${pool.size} workers`];
        if (pool.queueLength > 0) {
            parts.push(`${pool.queueLength} waiting`);
        }
        if (pool.completed > 0) {
            parts.push(`${pool.completed} done`);
        }
        if (pool.failed > 0) {
            parts.push(`${pool.failed} failed`);
        }
        section.querySelector('.summary').textContent = pool.workers.length + pool.completed + pool.failed === 0
            ? `Up to ${pool.size} workers; the first task starts the first.`
            : parts.map((part) => part.replaceAll(' ', '\u00a0')).join(' · ');
        return section;
    }

    #row(worker, section) {
        let row = this.#rows.get(worker.pid);
        if (!row) {
            row = this.#workerTemplate.content.firstElementChild.cloneNode(true);
            row.dataset.pid = worker.pid;
            row.dataset.name = worker.name;
            row.querySelector('.name').textContent = worker.name;
            row.querySelector('.pid').textContent = worker.pid;
            row.querySelector('.kill').setAttribute('aria-label', `Kill ${worker.name}, process ${worker.pid}`);
            this.#rows.set(worker.pid, row);
            section.querySelector('tbody').append(row);
            this.#welcome(worker.name);
        }
        return row;
    }

    #update(row, worker) {
        if (row.dataset.killed) {
            return;
        }
        setState(row, worker.state.toLowerCase());
        row.querySelector('.done').textContent = worker.tasksDone;
        row.querySelector('.age').textContent = duration(worker.age);
        row.querySelector('.memory').textContent = worker.residentBytes < 0 ? '–' : `${Math.round(worker.residentBytes / 2 ** 20)} MB`;
    }

    /** A worker that is gone stays in the table for a moment, so that its end can be seen. */
    #bury(pid, row) {
        this.#rows.delete(pid);
        setState(row, row.dataset.killed ? 'killed' : 'gone');
        row.querySelector('.kill').disabled = true;
        setTimeout(() => row.remove(), REMEMBERED);
    }

    #welcome(name) {
        for (const [pid, killed] of this.#notReplaced) {
            this.#notReplaced.delete(pid);
            this.#say(`${name} takes the place of ${killed}, which was killed.`);
            return;
        }
    }

    async #kill(row) {
        const { pid, name } = row.dataset;
        const next = row.nextElementSibling ?? row.previousElementSibling;
        // Before the request, because the replacement may be seen before the answer.
        this.#notReplaced.set(pid, name);
        try {
            const response = await fetch(`workers/${pid}/kill`, { method: 'POST' });
            if (response.ok) {
                row.dataset.killed = 'yes';
                setState(row, 'killed');
                row.querySelector('.kill').disabled = true;
                next?.querySelector('.kill').focus();
                if (this.#notReplaced.has(pid)) {
                    this.#say(`${name}, process ${pid}, was killed.`);
                }
            } else {
                this.#notReplaced.delete(pid);
                this.#say((await response.json()).cause);
            }
        } catch (failure) {
            this.#notReplaced.delete(pid);
            this.#say('The application does not answer.');
        }
        this.watch();
    }

    #say(text) {
        if (this.#news.textContent !== text) {
            this.#news.textContent = text;
        }
    }
}

function setState(row, state) {
    row.dataset.state = state;
    row.querySelector('.word').textContent = state;
}

function duration(seconds) {
    if (seconds < 60) {
        return `${Math.floor(seconds)} s`;
    }
    return seconds < 3600 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
}
