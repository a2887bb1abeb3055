/**
 * A map from our own data: the county's areas, points with their accuracy, a grid of degrees and a scale. Nothing is
 * asked of another host; tiles are drawn only when the county has set an address on this server (XUNCHA_TILES).
 *
 * Does not own: which points (callers). Coordinates are WGS-84 degrees.
 */
import * as L from 'leaflet'
import 'leaflet/dist/leaflet.css'
import { useEffect, useRef } from 'preact/hooks'
import { useAnswer } from './asking.ts'
import type { Areas } from './wire.ts'

export interface Point {
  lat: number
  lon: number
  /** The shape and colour of the mark; the text says the same in words. */
  tone: string
  text: string
  to?: string
  /** Radius of the position's accuracy, metres. */
  accuracy_m?: number | null
}

export interface MapProps {
  points: Point[]
  small?: boolean
}

const MARKS: Record<string, string> = { plain: 'joint', bad: 'missing', warn: 'excused', place: 'zero' }
/** About the county's middle, when there is nothing to show. */
const MIDDLE: L.LatLngTuple = [28.55, 116.0]
const GRID_DEG = 0.1
const PIN_PX = 24

export function Map({ points, small }: MapProps) {
  const box = useRef<HTMLDivElement>(null)
  const { value: areas } = useAnswer<Areas>('/areas')
  useEffect(() => {
    const map = drawn(box.current!, points, areas)
    return () => map.remove()
  }, [points.map((point) => point.text).join('|'), areas])
  return <div class={small ? 'map small' : 'map'} ref={box} role="region" aria-label="地图" />
}

function drawn(box: HTMLElement, points: Point[], areas: Areas | undefined): L.Map {
  const map = L.map(box, { zoomControl: false, attributionControl: false, minZoom: 7, maxZoom: 18, fadeAnimation: false })
  look(map, points)
  L.control.zoom({ zoomInTitle: '放大', zoomOutTitle: '缩小' }).addTo(map)
  L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map)
  if (areas?.tiles) L.tileLayer(areas.tiles).addTo(map)
  grid(map)
  if (areas) outline(areas).addTo(map)
  points.forEach((point) => accuracy(point, map))
  const pins = L.layerGroup().addTo(map)
  const drawPins = () => {
    pins.clearLayers()
    heaps(points, map).forEach((heap) => pin(heap, pins))
  }
  drawPins()
  map.on('zoomend', drawPins)
  return map
}

function look(map: L.Map, points: Point[]): void {
  const places = points.map(({ lat, lon }): L.LatLngTuple => [lat, lon])
  if (places.length === 0) map.setView(MIDDLE, 10)
  else map.fitBounds(L.latLngBounds(places).pad(0.2), { maxZoom: 15, animate: false })
}

function outline(areas: Areas): L.GeoJSON {
  return L.geoJSON(areas.features as never, {
    interactive: false,
    style: { className: 'area' },
    onEachFeature: (feature, layer) => {
      layer.bindTooltip(String(feature.properties.name), { permanent: true, direction: 'center', className: 'place-name' })
    },
  })
}

function accuracy({ lat, lon, accuracy_m }: Point, map: L.Map): void {
  if (accuracy_m) L.circle([lat, lon], { radius: accuracy_m, className: 'accuracy', interactive: false }).addTo(map)
}

/** Points that would cover each other at this zoom, together: each pin can be hit. */
function heaps(points: Point[], map: L.Map): Point[][] {
  const found: { at: L.Point; points: Point[] }[] = []
  for (const point of points) {
    const here = map.latLngToLayerPoint([point.lat, point.lon])
    const heap = point.to && found.find((one) => one.points[0]!.to && one.at.distanceTo(here) < PIN_PX * 1.2)
    if (heap) heap.points.push(point)
    else found.push({ at: here, points: [point] })
  }
  return found.map((heap) => heap.points)
}

function pin(heap: Point[], pins: L.LayerGroup): void {
  const { lat, lon, text, to } = heap[0]!
  const many = heap.length > 1
  const tone = ['bad', 'warn'].find((one) => heap.some((point) => point.tone === one)) ?? heap[0]!.tone
  const icon = L.divIcon({
    className: many ? `pin heap ${tone}` : `pin mark ${MARKS[tone] ?? 'joint'}`,
    iconSize: [PIN_PX, PIN_PX],
    html: many ? String(heap.length) : '',
  })
  const title = many ? `${heap.length} 条，点开看` : text
  const marker = L.marker([lat, lon], { icon, title, keyboard: Boolean(to), interactive: Boolean(to) }).addTo(pins)
  const element = marker.getElement()!
  element.setAttribute('aria-label', title)
  if (!to) element.setAttribute('role', 'img')
  else if (many) marker.bindPopup(list(heap), { closeButton: false, maxHeight: 260, minWidth: 260 })
  else marker.on('click keypress', () => (location.hash = to))
}

/** What lies at one place, as links; built of nodes, since names are what people typed. */
function list(heap: Point[]): HTMLElement {
  const box = document.createElement('ul')
  for (const point of heap) {
    const link = document.createElement('a')
    link.href = point.to!
    link.textContent = point.text
    box.appendChild(document.createElement('li')).append(link)
  }
  return box
}

/** Lines of whole tenths of a degree: without tiles they are what shows how far things are apart. */
function grid(map: L.Map): void {
  const [south, north, west, east] = [27.6, 29.6, 114.8, 117.4]
  const steps = (from: number, to: number) =>
    Array.from({ length: Math.round((to - from) / GRID_DEG) + 1 }, (_, index) => Math.round((from + index * GRID_DEG) * 10) / 10)
  const line = (ends: L.LatLngTuple[]) => L.polyline(ends, { className: 'grid-line', interactive: false }).addTo(map)
  for (const lat of steps(south, north)) line([[lat, west], [lat, east]])
  for (const lon of steps(west, east)) line([[south, lon], [north, lon]])
}
