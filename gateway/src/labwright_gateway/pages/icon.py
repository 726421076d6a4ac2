"""The icon that browsers ask for."""

SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="7" fill="#0b66a8"/>
<path d="M13 7v8l-6 9q-1 2 1 2h16q2 0 1-2l-6-9V7" fill="none" stroke="#fff" stroke-width="2.5"
 stroke-linejoin="round"/><path d="M11 7h10M10 20h12" stroke="#fff" stroke-width="2.5"/></svg>
"""
