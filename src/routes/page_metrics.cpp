#include "routes/page_metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>

namespace robson::routes {

struct PageMetrics::Families {
  prometheus::Registry registry{};
  prometheus::Family<prometheus::Counter>& page_views =
      prometheus::BuildCounter().Name("dashboard_page_view_total").Help("Pages shown").Register(registry);
  prometheus::Family<prometheus::Histogram>& web_vitals =
      prometheus::BuildHistogram()
          .Name("dashboard_web_vital_milliseconds")
          .Help("Web vitals of our pages as browsers measured them; CLS times 1000")
          .Register(registry);
  std::map<std::string, prometheus::Counter*> pages{};
  std::map<std::string, prometheus::Histogram*> vitals{};
};

PageMetrics::PageMetrics() : families_(std::make_unique<Families>()) {}
PageMetrics::~PageMetrics() = default;

void PageMetrics::page_view(const std::string& page) {
  prometheus::Counter*& counter = families_->pages[page];
  if (counter == nullptr) counter = &families_->page_views.Add({{"page", page}});
  counter->Increment();
}

void PageMetrics::web_vital(const std::string& name, std::int64_t milliseconds) {
  prometheus::Histogram*& histogram = families_->vitals[name];
  if (histogram == nullptr) {
    const prometheus::Histogram::BucketBoundaries bounds{50, 100, 200, 500, 800, 1000, 1800, 2500, 4000, 10'000};
    histogram = &families_->web_vitals.Add({{"name", name}}, bounds);
  }
  histogram->Observe(static_cast<double>(milliseconds));
}

std::string PageMetrics::text() const {
  return prometheus::TextSerializer().Serialize(families_->registry.Collect());
}

}  // namespace robson::routes
