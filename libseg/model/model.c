#include "seg/model.h"

struct seg_model {
  const char *name;
};

static const seg_model default_model = {"de-1"};

const seg_model *seg_model_default(void) {
  return &default_model;
}

const char *seg_model_name(const seg_model *model) {
  return model->name;
}
