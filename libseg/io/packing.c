#include "io/packing.h"

#include <limits.h>
#include <lzma.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/error.h"
#include "base/mem.h"

/* Packed text grows tenfold, a log file perhaps a hundredfold. */
enum { MOST_GROWTH = 256, GROWTH_FLOOR = 16 << 20 };

/* The largest dictionary of `xz -9` needs 65 MiB. */
#define XZ_MEMORY ((uint64_t)128 << 20)

typedef enum step { GOES_ON, ENDED, DAMAGED, TOO_LARGE, NO_MEMORY } step;

struct segi_packer {
  const struct codec *codec;
  bool unpacks;
  bool between; /* at the start, and behind the end of a packed file */
  size_t taken, made;
  z_stream gzip;
  lzma_stream xz;
  ZSTD_DCtx *unzstd;
  ZSTD_CCtx *zstd;
};

/* What is to be worked on: all fields move. */
typedef struct flow {
  seg_bytes in;
  bool final;
  char *out;
  size_t room;
} flow;

typedef struct codec {
  const char *name, *suffix;
  seg_bytes magic;
  bool (*start)(segi_packer *p);
  step (*run)(segi_packer *p, flow *f);
  void (*stop)(segi_packer *p);
} codec;

/* --- gzip */

static bool start_gzip(segi_packer *p) {
  enum { WINDOW = 15, GZIP_HEADER = 16, MEMORY_LEVEL = 8 };
  int window = WINDOW + GZIP_HEADER;
  return p->unpacks ? inflateInit2(&p->gzip, window) == Z_OK
                    : deflateInit2(&p->gzip, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window,
                                   MEMORY_LEVEL, Z_DEFAULT_STRATEGY) == Z_OK;
}

static unsigned at_most_uint(size_t length) {
  return length < UINT_MAX ? (unsigned)length : UINT_MAX;
}

static step run_gzip(segi_packer *p, flow *f) {
  z_stream *z = &p->gzip;
  unsigned in = at_most_uint(f->in.length), room = at_most_uint(f->room);
  z->next_in = (Bytef *)f->in.data;
  z->avail_in = in;
  z->next_out = (Bytef *)f->out;
  z->avail_out = room;
  if (p->unpacks && p->between) inflateReset(z);
  bool finish = f->final && in == f->in.length;
  int result = p->unpacks ? inflate(z, Z_NO_FLUSH) : deflate(z, finish ? Z_FINISH : Z_NO_FLUSH);
  f->in = (seg_bytes){f->in.data + (in - z->avail_in), f->in.length - (in - z->avail_in)};
  f->out += room - z->avail_out;
  f->room -= room - z->avail_out;
  switch (result) {
    case Z_OK:
    case Z_BUF_ERROR: return GOES_ON;
    case Z_STREAM_END: return ENDED;
    case Z_MEM_ERROR: return NO_MEMORY;
    default: return DAMAGED;
  }
}

static void stop_gzip(segi_packer *p) {
  if (p->unpacks) inflateEnd(&p->gzip);
  else deflateEnd(&p->gzip);
}

/* --- zstd */

static bool start_zstd(segi_packer *p) {
  if (p->unpacks) return (p->unzstd = ZSTD_createDCtx()) != NULL;
  p->zstd = ZSTD_createCCtx();
  return p->zstd != NULL &&
         !ZSTD_isError(ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_checksumFlag, 1));
}

static step run_zstd(segi_packer *p, flow *f) {
  ZSTD_inBuffer in = {f->in.data, f->in.length, 0};
  ZSTD_outBuffer out = {f->out, f->room, 0};
  size_t left = p->unpacks ? ZSTD_decompressStream(p->unzstd, &out, &in)
                           : ZSTD_compressStream2(p->zstd, &out, &in,
                                                  f->final ? ZSTD_e_end : ZSTD_e_continue);
  f->in = (seg_bytes){f->in.data + in.pos, f->in.length - in.pos};
  f->out += out.pos;
  f->room -= out.pos;
  switch (ZSTD_getErrorCode(left)) {
    case ZSTD_error_no_error: break;
    case ZSTD_error_memory_allocation: return NO_MEMORY;
    case ZSTD_error_frameParameter_windowTooLarge: return TOO_LARGE;
    default: return DAMAGED;
  }
  return left == 0 && (p->unpacks || f->final) ? ENDED : GOES_ON;
}

static void stop_zstd(segi_packer *p) {
  ZSTD_freeDCtx(p->unzstd);
  ZSTD_freeCCtx(p->zstd);
}

/* --- xz */

static bool start_xz(segi_packer *p) {
  p->xz = (lzma_stream)LZMA_STREAM_INIT;
  return p->unpacks
             ? lzma_stream_decoder(&p->xz, XZ_MEMORY, LZMA_CONCATENATED) == LZMA_OK
             : lzma_easy_encoder(&p->xz, LZMA_PRESET_DEFAULT, LZMA_CHECK_CRC64) == LZMA_OK;
}

static step run_xz(segi_packer *p, flow *f) {
  lzma_stream *x = &p->xz;
  x->next_in = (const uint8_t *)f->in.data;
  x->avail_in = f->in.length;
  x->next_out = (uint8_t *)f->out;
  x->avail_out = f->room;
  lzma_ret result = lzma_code(x, f->final ? LZMA_FINISH : LZMA_RUN);
  f->in = (seg_bytes){(const char *)x->next_in, x->avail_in};
  f->out += f->room - x->avail_out;
  f->room = x->avail_out;
  switch (result) {
    case LZMA_OK:
    case LZMA_BUF_ERROR: return GOES_ON;
    case LZMA_STREAM_END: return ENDED;
    case LZMA_MEM_ERROR: return NO_MEMORY;
    case LZMA_MEMLIMIT_ERROR: return TOO_LARGE;
    default: return DAMAGED;
  }
}

static void stop_xz(segi_packer *p) {
  lzma_end(&p->xz);
}

/* --- All of them */

static const codec codecs[] = { /* ORDER segi_packing */
  {"", "", {"", 0}, NULL, NULL, NULL},
  {"gzip", ".gz", {"\x1F\x8B", 2}, start_gzip, run_gzip, stop_gzip},
  {"zstd", ".zst", {"\x28\xB5\x2F\xFD", 4}, start_zstd, run_zstd, stop_zstd},
  {"xz", ".xz", {"\xFD" "7zXZ\0", 6}, start_xz, run_xz, stop_xz},
};

segi_packing segi_packing_of_bytes(seg_bytes start) {
  for (int i = SEGI_GZIP; i <= SEGI_XZ; i++) {
    seg_bytes magic = codecs[i].magic;
    if (start.length >= magic.length && memcmp(start.data, magic.data, magic.length) == 0)
      return (segi_packing)i;
  }
  return SEGI_PLAIN;
}

segi_packing segi_packing_of_name(const char *path) {
  size_t length = strlen(path);
  for (int i = SEGI_GZIP; i <= SEGI_XZ; i++) {
    size_t end = strlen(codecs[i].suffix);
    if (length > end && strcmp(path + length - end, codecs[i].suffix) == 0)
      return (segi_packing)i;
  }
  return SEGI_PLAIN;
}

static seg_status make(segi_packing packing, bool unpacks, segi_packer **packer,
                       seg_error *error) {
  *packer = NULL;
  segi_packer *made = segi_calloc(1, sizeof *made);
  if (made == NULL) return segi_nomem(error);
  made->codec = &codecs[packing];
  made->unpacks = unpacks;
  made->between = true;
  if (!made->codec->start(made)) {
    segi_packer_free(made);
    return segi_nomem(error);
  }
  *packer = made;
  return SEG_OK;
}

seg_status segi_packer_new(segi_packing packing, segi_packer **packer, seg_error *error) {
  return make(packing, false, packer, error);
}

seg_status segi_unpacker_new(segi_packing packing, segi_packer **packer, seg_error *error) {
  return make(packing, true, packer, error);
}

void segi_packer_free(segi_packer *packer) {
  if (packer == NULL) return;
  packer->codec->stop(packer);
  free(packer);
}

static seg_status fail(const segi_packer *p, step result, seg_error *error) {
  const char *name = p->codec->name;
  switch (result) {
    case NO_MEMORY: return segi_nomem(error);
    case TOO_LARGE:
      return segi_fail(error, SEG_BAD_FORMAT, "%s data that needs too much memory", name);
    default: return segi_fail(error, SEG_BAD_FORMAT, "damaged %s data", name);
  }
}

static bool grows_too_much(const segi_packer *p) {
  return p->unpacks && p->made > GROWTH_FLOOR && p->made / MOST_GROWTH > p->taken;
}

/* One step; *moved tells whether it did anything. */
static seg_status advance(segi_packer *p, flow *f, bool *moved, seg_error *error) {
  *moved = false;
  if (p->unpacks && p->between && f->in.length == 0) return f->final ? SEG_END : SEG_OK;
  size_t in = f->in.length, room = f->room;
  step result = p->codec->run(p, f);
  p->taken += in - f->in.length;
  p->made += room - f->room;
  p->between = result == ENDED;
  *moved = p->between || f->in.length < in || f->room < room;
  if (result != GOES_ON && result != ENDED) return fail(p, result, error);
  if (grows_too_much(p))
    return segi_fail(error, SEG_BAD_FORMAT, "%s data that grows more than %d-fold is no text",
                     p->codec->name, MOST_GROWTH);
  if (p->unpacks && f->final && !*moved)
    return segi_fail(error, SEG_BAD_FORMAT, "the %s data ends too soon", p->codec->name);
  return !p->unpacks && p->between ? SEG_END : SEG_OK;
}

seg_status segi_packer_run(segi_packer *packer, seg_bytes *in, bool final, char *out, size_t room,
                           size_t *made, seg_error *error) {
  flow f = {*in, final, out, room};
  seg_status status = SEG_OK;
  for (bool moved = true; status == SEG_OK && moved && f.room > 0;)
    status = advance(packer, &f, &moved, error);
  *in = f.in;
  *made = room - f.room;
  return status;
}
