#pragma once
// Performance, exposure and the day's report as a person reads them: documents of /api/analytics in, text out.
#include <string>

#include "cli/page.hpp"

namespace robson::cli {

std::string performance_view(const json::Value& performance, const Look& look);
// What is exposed in all, then by market and by strategy.
std::string exposure_view(const json::Value& exposure, const Look& look);
std::string report_card(const json::Value& report, const Look& look);

}  // namespace robson::cli
