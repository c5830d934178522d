#include <stdio.h>
#include <threads.h>

#include "seg/model.h"
#include "seg/status.h"
#include "text/icu_conv.h"

#define STRING(x) #x
#define DOTTED(major, minor, patch) STRING(major) "." STRING(minor) "." STRING(patch)

static char details[128];
static once_flag details_written = ONCE_FLAG_INIT;

const char *seg_version(void) {
  return DOTTED(SEG_VERSION_MAJOR, SEG_VERSION_MINOR, SEG_VERSION_PATCH);
}

static void write_details(void) {
  const seg_model *model = seg_model_default();
  snprintf(details, sizeof details, "%s, model %s", segi_icu_version(),
           model != NULL ? seg_model_name(model) : "none");
}

const char *seg_version_details(void) {
  call_once(&details_written, write_details);
  return details;
}
