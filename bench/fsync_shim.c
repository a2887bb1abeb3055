/* LD_PRELOAD: counts fsync and fdatasync in a shared page and, when asked, replaces them by a sleep of fixed length.
 * A disk shared with neighbours varies by a factor of ten within a minute; a sleep does not, so ratios repeat.
 * BENCH_FSYNC_PAGE: file of at least 8 bytes holding the counter. BENCH_FSYNC_US: microseconds to sleep; unset: really sync. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

static unsigned long *calls;
static long sleep_us = -1;

__attribute__((constructor)) static void open_page(void) {
    const char *page = getenv("BENCH_FSYNC_PAGE"), *us = getenv("BENCH_FSYNC_US");
    int file = page ? open(page, O_RDWR | O_CLOEXEC) : -1;
    void *shared = file < 0 ? MAP_FAILED : mmap(NULL, sizeof *calls, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    calls = shared == MAP_FAILED ? NULL : shared;
    sleep_us = us ? atol(us) : -1;
}

static int synced(const char *name, int file) {
    if (calls) __atomic_add_fetch(calls, 1, __ATOMIC_RELAXED);
    if (sleep_us < 0) return ((int (*)(int))dlsym(RTLD_NEXT, name))(file);
    struct timespec pause = {sleep_us / 1000000, sleep_us % 1000000 * 1000};
    nanosleep(&pause, NULL);
    return 0;
}

int fsync(int file) { return synced("fsync", file); }
int fdatasync(int file) { return synced("fdatasync", file); }
