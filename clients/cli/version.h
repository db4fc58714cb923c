// The version of this program; CMake gives it.
#pragma once

namespace tendon::cli {

#ifdef TENDON_VERSION
inline constexpr char kVersion[] = TENDON_VERSION;
#else
inline constexpr char kVersion[] = "0.0.0";
#endif

}  // namespace tendon::cli
